package vpo.config.internal.metatype;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that fails when more comes out of it than may. What an archive says of sizes is not believed. */
final class BoundedInput extends FilterInputStream {
    private final int most;
    private int left;

    BoundedInput(InputStream in, int most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int n) throws IOException {
        left -= n;
        if (left < 0) {
            throw new MetatypeException("is larger than " + most + " bytes");
        }
    }
}
