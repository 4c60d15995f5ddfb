package io.fairlead.balance;

/** A demand that counts its callbacks. */
final class Caller extends Demand {
    int grants;
    int dismissals;

    @Override
    protected void granted() {
        grants++;
    }

    @Override
    protected void dismissed() {
        dismissals++;
    }
}
