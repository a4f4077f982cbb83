package vpo.console.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Holds an answer back until it is whole, because what is to be edited may be written in pieces. */
final class EditedResponse extends HttpServletResponseWrapper {
    private ByteArrayOutputStream held;
    private PrintWriter writer;

    EditedResponse(HttpServletResponse response) {
        super(response);
    }

    /** Images and the like are given out as they come. */
    private boolean isText() {
        String type = getContentType();
        return type == null || type.toLowerCase(Locale.ROOT).matches("text/.*|.*(json|javascript|xml).*");
    }

    private Charset charset() {
        String name = getCharacterEncoding();
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            held = new ByteArrayOutputStream();
            writer = new PrintWriter(new OutputStreamWriter(held, charset()));
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (!isText()) {
            return super.getOutputStream();
        }
        if (held == null) {
            held = new ByteArrayOutputStream();
        }
        return new Holding(held);
    }

    /** The length is another one in the end. */
    @Override
    public void setContentLength(int length) {
        if (!isText()) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!isText()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!isText() || !name.equalsIgnoreCase("Content-Length")) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        if (held == null) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    private void forget() {
        held = null;
        writer = null;
    }

    /** Gives out what was held back, edited. */
    void complete(UnaryOperator<String> edit) throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (held != null && held.size() > 0) {
            byte[] edited = edit.apply(held.toString(charset())).getBytes(charset());
            getResponse().setContentLength(edited.length);
            getResponse().getOutputStream().write(edited);
        }
    }

    /** Into memory. */
    private static final class Holding extends ServletOutputStream {
        private final ByteArrayOutputStream held;

        Holding(ByteArrayOutputStream held) {
            this.held = held;
        }

        @Override
        public void write(int b) {
            held.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            held.write(bytes, from, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("nothing here is asynchronous");
        }
    }
}
