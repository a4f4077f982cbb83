package vpo.api.event;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A track of a file, as ffprobe tells it.
 *
 * @param index in the file, from 0
 * @param type {@code video}, {@code audio}, {@code subtitle}, {@code attachment} or {@code other}
 * @param codec as ffprobe names it
 * @param language as in the file; {@code und} if it says none
 * @param title as in the file
 * @param isDefault whether players choose it by themselves
 * @param isForced whether players show it always
 * @param channels of an audio track
 * @param channelLayout of an audio track, such as {@code 5.1}
 * @param width of a video track, pixels
 * @param height of a video track, pixels
 * @param frameRate of a video track, as a ratio such as {@code 24000/1001}
 */
public record TrackInfo(int index, String type, Optional<String> codec, String language, Optional<String> title,
        boolean isDefault, boolean isForced, OptionalInt channels, Optional<String> channelLayout, OptionalInt width,
        OptionalInt height, Optional<String> frameRate) {

    /** All parts are needed. */
    public TrackInfo {
        Objects.requireNonNull(type);
        Objects.requireNonNull(codec);
        Objects.requireNonNull(language);
        Objects.requireNonNull(title);
        Objects.requireNonNull(channels);
        Objects.requireNonNull(channelLayout);
        Objects.requireNonNull(width);
        Objects.requireNonNull(height);
        Objects.requireNonNull(frameRate);
    }
}
