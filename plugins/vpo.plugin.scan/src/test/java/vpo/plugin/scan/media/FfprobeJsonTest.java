package vpo.plugin.scan.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpo.api.event.TrackInfo;

class FfprobeJsonTest {

    private static Probe parse(String streams) throws ProbeException {
        return FfprobeJson.parse("{\"streams\": [" + streams + "], \"format\": {\"format_name\": \"matroska,webm\"}}");
    }

    private static TrackInfo track(String stream) throws ProbeException {
        return parse(stream).tracks().getFirst();
    }

    @Test
    void readsEveryColumn() throws ProbeException {
        Probe probe = parse("""
                {"index": 0, "codec_name": "hevc", "codec_type": "video", "width": 1920, "height": 1080,
                 "r_frame_rate": "24000/1001", "avg_frame_rate": "25/1", "channels": 2,
                 "disposition": {"default": 1, "forced": 0}},
                {"index": 2, "codec_name": "ac3", "codec_type": "audio", "channels": 6, "width": 3,
                 "disposition": {"default": 0, "forced": 1}, "tags": {"language": "deu", "title": "Ton ö"}}""");
        assertThat(probe.format()).contains("matroska,webm");
        assertThat(probe.tracks()).containsExactly(
                new TrackInfo(0, "video", Optional.of("hevc"), "und", Optional.empty(), true, false,
                        OptionalInt.empty(), Optional.empty(), OptionalInt.of(1920), OptionalInt.of(1080),
                        Optional.of("24000/1001")),
                new TrackInfo(2, "audio", Optional.of("ac3"), "deu", Optional.of("Ton ö"), false, true,
                        OptionalInt.of(6), Optional.of("5.1"), OptionalInt.empty(), OptionalInt.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"1, mono", "2, stereo", "3, 3ch", "4, 4ch", "5, 5ch", "6, 5.1", "7, 7ch", "8, 7.1", "12, 12ch"})
    void namesChannelLayouts(int channels, String layout) throws ProbeException {
        assertThat(track("{\"index\": 0, \"codec_type\": \"audio\", \"channels\": " + channels + "}").channelLayout())
                .contains(layout);
    }

    @ParameterizedTest
    @CsvSource({"video, video", "audio, audio", "subtitle, subtitle", "attachment, attachment", "data, other",
            "'', other"})
    void knowsTypes(String codecType, String type) throws ProbeException {
        assertThat(track("{\"index\": 0, \"codec_type\": \"" + codecType + "\"}").type()).isEqualTo(type);
        assertThat(track("{\"index\": 0}").type()).isEqualTo("other");
    }

    @Test
    void takesTheAverageRateWhereThereIsNoOther() throws ProbeException {
        String video = "{\"index\": 0, \"codec_type\": \"video\", \"r_frame_rate\": \"0/0\", \"avg_frame_rate\": ";
        assertThat(track(video + "\"25/1\"}").frameRate()).contains("25/1");
        assertThat(track(video + "\"0/0\"}").frameRate()).isEmpty();
    }

    @Test
    void skipsDuplicatesAndSorts() throws ProbeException {
        assertThat(parse(
                "{\"index\": 3, \"codec_name\": \"a\"}, {\"index\": 1}, {\"index\": 3, \"codec_name\": \"b\"}, {}")
                .tracks()).extracting(TrackInfo::index, TrackInfo::codec)
                .containsExactly(tuple(1, Optional.empty()),
                        tuple(3, Optional.of("a")));
    }

    @Test
    void bearsOtherTypesThanExpected() throws ProbeException {
        assertThat(parse("""
                7, {"index": 0, "codec_type": ["x"], "tags": 3, "disposition": {"default": true}, "channels": "six"}""")
                .tracks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"streams\": []}", "{\"format\": {'a': 1}}", "null",
            "{\"format\": {}} x"})
    void refusesWhatIsNotFfprobes(String printed) {
        assertThatThrownBy(() -> FfprobeJson.parse(printed)).isInstanceOf(ProbeException.class);
    }
}
