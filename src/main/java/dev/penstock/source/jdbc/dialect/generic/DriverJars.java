package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Finds the driver of a source: in the jars that it names, each set of which has a class loader of
 * its own that sees nothing of Penstock's libraries, else among the drivers that come along.
 */
final class DriverJars {
  static final String JAR = "driver_jar";
  static final String CLASS = "driver_class";

  /** Of the process: a native library inside a driver is loaded once for each class loader. */
  private static final Map<List<Path>, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  private final ConnectionSettings settings;
  private final String url;

  DriverJars(ConnectionSettings settings, String url) {
    this.settings = settings;
    this.url = url;
  }

  Driver driver() throws SQLException {
    Optional<String> jars = settings.own(JAR);
    ClassLoader loader =
        jars.isPresent()
            ? LOADERS.computeIfAbsent(paths(jars.get()), DriverJars::loader)
            : DriverJars.class.getClassLoader();
    Optional<String> name = settings.own(CLASS);
    List<Driver> drivers = name.isPresent() ? List.of(named(name.get(), loader)) : all(loader);
    for (Driver driver : drivers) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    throw drivers.isEmpty() ? noDriver(jars.orElse("")) : refusedBy(drivers, jars);
  }

  private List<Path> paths(String jars) {
    List<Path> paths = new ArrayList<>();
    for (String jar : jars.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!jar.isBlank()) {
        paths.add(path(jar.strip()));
      }
    }
    return List.copyOf(paths);
  }

  private Path path(String jar) {
    try {
      Path path = Path.of(jar).toAbsolutePath().normalize();
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
      throw wrong(
          JAR,
          "there is no file %s that can be read".formatted(path),
          "Put the driver's jar there, or correct the path; one that is not absolute begins at the project's folder.");
    } catch (InvalidPathException e) {
      throw wrong(JAR, "'%s' is no path".formatted(jar), "Write the path of the driver's jar.");
    }
  }

  private static ClassLoader loader(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("jar " + jar, e);
      }
    }
    // Without Penstock's own classes above it, lest a driver takes its libraries from here.
    return new URLClassLoader(
        "driver", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Never asks DriverManager, in whose list any library may have put itself. */
  private List<Driver> all(ClassLoader loader) {
    List<Driver> drivers = new ArrayList<>();
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        if (driver.getClass().getClassLoader() == loader) {
          drivers.add(driver);
        }
      }
    } catch (ServiceConfigurationError e) {
      throw notLoaded(String.valueOf(e.getMessage()), e);
    }
    return drivers;
  }

  private Driver named(String name, ClassLoader loader) {
    try {
      return Class.forName(name, true, loader)
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw wrong(
          CLASS,
          "no class %s is in %s".formatted(name, settings.own(JAR).orElse("Penstock")),
          "Write the class as the driver's manual has it, or leave it empty when the jar names its driver itself.");
    } catch (ClassCastException e) {
      throw wrong(CLASS, name + " is no JDBC driver", "Write the class of the driver.");
    } catch (ReflectiveOperationException | LinkageError e) {
      throw notLoaded(name + ": " + e, e);
    }
  }

  private IngestException notLoaded(String why, Throwable cause) {
    return new IngestException(
        ErrorCode.CONFIG,
        "source %s, driver_jar: the driver cannot be loaded (%s).\nName all jars that it needs, with %s between them; it must run on Java %d."
            .formatted(settings.source(), why, File.pathSeparator, Runtime.version().feature()),
        cause);
  }

  private IngestException noDriver(String jars) {
    return wrong(
        JAR,
        "no JDBC driver is inside %s (no META-INF/services/java.sql.Driver)".formatted(jars),
        "Name the jar of the driver itself, or in driver_class the class that is the driver.");
  }

  private IngestException refusedBy(List<Driver> drivers, Optional<String> jars) {
    String shown = JdbcUrl.shown(url);
    if (jars.isEmpty()) {
      return wrong(
          "url",
          "none of the drivers that come with Penstock takes %s".formatted(shown),
          "Name the jar of the driver in driver_jar, or correct the url.");
    }
    return wrong(
        "url",
        "the driver %s of driver_jar does not take %s"
            .formatted(drivers.get(0).getClass().getName(), shown),
        "Write the url as the driver's manual has it, or name the driver's jar that goes with it.");
  }

  private IngestException wrong(String key, String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "source %s, %s: %s.\n%s".formatted(settings.source(), key, what, mend));
  }
}
