package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Covers: A30, B20.
/// Tier: unit.
class AppendOptionsTest {
    private static final long U32_MAX = 4_294_967_295L;

    @Test
    void nothingIsSetAtFirst() {
        AppendOptions none = AppendOptions.none();
        assertThat(none.expectedClock()).isEmpty();
        assertThat(none.mustBeNew()).isFalse();
        assertThat(none.idempotencyKey()).isEmpty();
        assertThat(none.correlationId()).isEmpty();
        assertThat(none.causationId()).isEmpty();
        assertThat(none.lane()).isZero();
        assertThat(none.depth()).isZero();
        assertThat(none.flags()).isZero();
        assertThat(none.payloadVersion()).isZero();
        assertThat(none.gate()).isEmpty();
        assertThat(none.extensions().isEmpty()).isTrue();
    }

    @Test
    void everyChangeKeepsTheRestAndTheOriginal() {
        AppendOptions first = AppendOptions.expecting(3);
        AppendOptions all = first.idempotencyKey(new IdempotencyKey(1, 2))
                .correlationId(CorrelationId.NIL)
                .causationId(new CausationId(5, 6))
                .lane(7)
                .depth(8)
                .flags(9)
                .payloadVersion(10)
                .gate(new DurabilityGate(Mark.DURABLE, Duration.ofMillis(12)))
                .extension("app.audit", new byte[] {11});
        assertThat(all.expectedClock()).hasValue(3);
        assertThat(all.idempotencyKey()).hasValue(new IdempotencyKey(1, 2));
        assertThat(all.correlationId()).hasValue(CorrelationId.NIL);
        assertThat(all.causationId()).hasValue(new CausationId(5, 6));
        assertThat(all.lane()).isEqualTo(7);
        assertThat(all.depth()).isEqualTo(8);
        assertThat(all.flags()).isEqualTo(9);
        assertThat(all.payloadVersion()).isEqualTo(10);
        assertThat(all.lane(8).gate()).hasValue(new DurabilityGate(Mark.DURABLE, Duration.ofMillis(12)));
        assertThat(all.extensions().get("app.audit")).hasValue(Bytes.ofHex("0b"));
        assertThat(all.extensions(Extensions.none()).extensions().isEmpty()).isTrue();
        assertThat(first.lane()).isZero();
        assertThat(first.extensions().isEmpty()).isTrue();
    }

    @Test
    void nilCausationIsIgnored() {
        AppendOptions caused = AppendOptions.none().causationId(new CausationId(1, 1));
        assertThat(caused.causationId(CausationId.NIL).causationId()).hasValue(new CausationId(1, 1));
        assertThat(AppendOptions.none().causationId(CausationId.NIL)).isSameAs(AppendOptions.none());
    }

    @Test
    void anExpectedClockAndANewStreamExcludeEachOther() {
        AppendOptions fresh = AppendOptions.expectNoStream().lane(3);
        assertThat(fresh.mustBeNew()).isTrue();
        assertThat(fresh.lane()).isEqualTo(3);
        assertThat(fresh.expectedClock()).isEmpty();
        assertThat(fresh.expectedClock(0).mustBeNew()).isFalse();
    }

    @Test
    void aBranchIsOneDeeperThanItsParent() {
        AppendOptions branch = AppendOptions.none().branchRoot(4, 1);
        assertThat(branch.lane()).isEqualTo(4);
        assertThat(branch.depth()).isEqualTo(2);
        assertThat(AppendOptions.none().branchRoot(4, U32_MAX).depth()).isEqualTo(U32_MAX);
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        AppendOptions none = AppendOptions.none();
        assertThatThrownBy(() -> none.lane(-1)).isInstanceOfSatisfying(InvalidArgumentException.class, refusal -> {
            assertThat(refusal).isInstanceOf(StoreException.Rejected.class);
            assertThat(refusal.kind()).isEqualTo(StoreErrorKind.CONFIGURATION);
            assertThat(refusal.argument()).isEqualTo("lane");
            assertThat(refusal.value()).isEqualTo("-1");
            assertThat(refusal.limit()).isEqualTo("0..4294967295");
            assertThat(refusal.facts())
                    .containsEntry("argument", "lane")
                    .containsEntry("value", -1L)
                    .containsEntry("limit", "0..4294967295");
        });
        assertThatThrownBy(() -> none.lane(U32_MAX + 1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.depth(-1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.branchRoot(0, -1)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.branchRoot(-1, 0)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.flags(256)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.payloadVersion(65_536)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> AppendOptions.expecting(1L << 32)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> none.extension("x", new byte[0])).isInstanceOf(InvalidExtensionKeyException.class);
    }

    @Test
    void anItemIsCausedByWhatItSays() {
        Coordinate at = Coordinate.of("e", "s");
        Payload payload = Payload.of(Value.nil());
        BatchItem plain = BatchItem.of(at, EventKind.DATA, payload);
        assertThat(plain.causation()).isEqualTo(CausationRef.none());
        assertThat(plain.options()).isSameAs(AppendOptions.none());
        BatchItem caused = plain.causedBy(CausationRef.priorItem(0));
        assertThat(caused.causation()).isEqualTo(new CausationRef.PriorItem(0));
        assertThat(caused.at()).isEqualTo(at);
        assertThat(CausationRef.absolute(CausationId.NIL)).isEqualTo(new CausationRef.Absolute(CausationId.NIL));
        assertThatThrownBy(() -> CausationRef.priorItem(-1)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void entriesKnowTheirConversation() {
        EventId id = new EventId(1, 2);
        Entry root = new SampleEntry(id, CorrelationId.of(id), Optional.empty());
        Entry reaction = new SampleEntry(id, new CorrelationId(1, 3), Optional.of(new CausationId(8, 9)));
        assertThat(root.isCorrelated()).isFalse();
        assertThat(root.isRootCause()).isTrue();
        assertThat(root.isCausedBy(EventId.NIL)).isFalse();
        assertThat(reaction.isCorrelated()).isTrue();
        assertThat(reaction.isRootCause()).isFalse();
        assertThat(reaction.isCausedBy(new EventId(8, 9))).isTrue();
        assertThat(reaction.isCausedBy(new EventId(8, 8))).isFalse();
        assertThat(root.entity()).isEqualTo("entity");
        assertThat(root.scope()).isEqualTo("scope");
    }

    private record SampleEntry(EventId eventId, CorrelationId correlationId, Optional<CausationId> causationId)
            implements Entry {
        @Override
        public long sequence() {
            return 1;
        }

        @Override
        public Coordinate coordinate() {
            return Coordinate.of("entity", "scope");
        }

        @Override
        public EventKind kind() {
            return EventKind.DATA;
        }

        @Override
        public long lane() {
            return 0;
        }

        @Override
        public long depth() {
            return 0;
        }

        @Override
        public long clock() {
            return 0;
        }

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public Hash previousHash() {
            return Hash.ZERO;
        }

        @Override
        public Hash eventHash() {
            return Hash.ZERO;
        }

        @Override
        public Extensions extensions() {
            return Extensions.none();
        }

        @Override
        public FramePosition position() {
            return new FramePosition(1, 57, 100);
        }
    }
}
