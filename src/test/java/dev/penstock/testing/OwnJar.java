package dev.penstock.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Classes of tests for a JVM that else runs the packaged jar. A jar, as Java uses no archive of
 * classes with folders on the class path.
 */
public final class OwnJar implements AutoCloseable {
  private final Path jar;
  private final JarOutputStream zip;

  private OwnJar(Path jar, JarOutputStream zip) {
    this.jar = jar;
    this.zip = zip;
  }

  /** Goes with this JVM. */
  public static OwnJar begin() throws IOException {
    Path jar = Files.createTempFile("own", ".jar");
    jar.toFile().deleteOnExit();
    OutputStream out = Files.newOutputStream(jar);
    return new OwnJar(jar, new JarOutputStream(out));
  }

  /** Every class in the package of {@code one} whose name begins so. */
  public OwnJar add(Class<?> one, String beginning) throws IOException {
    Path classes = home(one);
    Path folder = classes.resolve(one.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith(beginning)).toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
    }
    return this;
  }

  private static Path home(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The packaged jar, and behind it this one; to be closed before. */
  public String classPath() {
    return ClassArchive.jar() + File.pathSeparator + jar;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
