package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Links the file under its second name: the system itself refuses a name that is taken. */
final class HardLinkClaim implements NameClaim {
  @Override
  public boolean claim(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public boolean keepsOldName() {
    return true;
  }
}
