package io.fairlead.admin;

/** HTML in the making: markup as it stands, everything else escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder(16 * 1024);

    /** Markup of ours. */
    Html markup(String html) {
        out.append(html);
        return this;
    }

    /** Any text, within an element or a quoted attribute. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** An attribute, blank before it. */
    Html attribute(String name, String value) {
        return markup(" ").markup(name).markup("=\"").text(value).markup("\"");
    }

    /** An element with a class that holds text. */
    Html element(String name, String cssClass, String text) {
        return markup("<")
                .markup(name)
                .markup(" class=\"")
                .markup(cssClass)
                .markup("\">")
                .text(text)
                .markup("</")
                .markup(name)
                .markup(">");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
