package io.fairlead.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {
    /** Two cycles each, worked out on paper from HAProxy's rule; the last is the example of its manual. */
    @ParameterizedTest
    @CsvSource({
        "7, aa",
        "1 1 1, abcabc",
        "1 2, abbabb",
        "2 1, aabaab",
        "2 2 1, ababcababc",
        "256 256 128, ababcababc",
        "5 1 1, aaabaacaaabaac",
        "5 1 1 1 1 1, aabacadaefaabacadaef",
        "8 20 24, abcbcbcacbcbcabcbcbcacbcbc",
    })
    void shouldFollowHaproxysOrder(String weights, String twoCycles) {
        List<Server> servers = servers(
                Arrays.stream(weights.split(" ")).mapToInt(Integer::parseInt).toArray());
        Rotation rotation = new Rotation(servers);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < twoCycles.length(); i++) {
            order.append((char) ('a' + servers.indexOf(rotation.next(0, null))));
        }
        assertThat(order).hasToString(twoCycles);
    }

    @Test
    void shouldGiveEachServerExactlyItsWeightInEveryCycle() {
        Random random = new Random(135);
        for (int round = 0; round < 300; round++) {
            int[] weights = random.ints(1 + random.nextInt(12), 1, 257).toArray();
            List<Server> servers = servers(weights);
            Rotation rotation = new Rotation(servers);
            int cycle = Arrays.stream(weights).sum();
            for (int times = 1; times <= 2; times++) {
                assertThat(picks(rotation, servers, cycle))
                        .as("weights %s", weights)
                        .isEqualTo(weights);
            }
        }
    }

    @Test
    void shouldNeverGiveAServerMoreThanOneSlotAheadOfItsShare() {
        Random random = new Random(42);
        for (int round = 0; round < 100; round++) {
            int[] weights = random.ints(1 + random.nextInt(12), 1, 30).toArray();
            List<Server> servers = servers(weights);
            Rotation rotation = new Rotation(servers);
            int cycle = Arrays.stream(weights).sum();
            long[] had = new long[weights.length];
            for (int slot = 1; slot <= cycle; slot++) {
                int index = servers.indexOf(rotation.next(0, null));
                had[index]++;
                assertThat((had[index] - 1) * cycle).isLessThanOrEqualTo((long) slot * weights[index]);
            }
        }
    }

    @Test
    void shouldShareTheSlotsOfAFullServerByWeight() {
        List<Server> servers = new Proxies().maxconn(1).weights(1, 2).backend().servers();
        servers.getFirst().takeSlot();
        assertThat(picks(new Rotation(servers), servers, 30)).containsExactly(0, 10, 20);
    }

    @Test
    void shouldTakeTheAvoidedServerOnlyWhereNoOtherHasRoom() {
        List<Server> servers = new Proxies().maxconn(1, 1).backend().servers();
        Rotation rotation = new Rotation(servers);
        Server first = servers.getFirst();
        Server second = servers.getLast();
        assertThat(IntStream.range(0, 5).mapToObj(i -> rotation.next(0, first))).containsOnly(second);
        second.takeSlot();
        assertThat(rotation.next(0, first)).isSameAs(first);
        first.takeSlot();
        assertThat(rotation.next(0, first)).isNull();
    }

    @Test
    void shouldHaveNothingToGiveWithoutServers() {
        assertThat(new Rotation(List.of()).next(0, null)).isNull();
    }

    private static List<Server> servers(int... weights) {
        return new Proxies().weights(weights).backend().servers();
    }

    private static int[] picks(Rotation rotation, List<Server> servers, int slots) {
        int[] picks = new int[servers.size()];
        for (int i = 0; i < slots; i++) {
            picks[servers.indexOf(rotation.next(0, null))]++;
        }
        return picks;
    }
}
