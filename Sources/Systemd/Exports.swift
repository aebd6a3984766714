// What the public interface speaks in, so that `import Systemd` is all that a user writes.
@_exported public import struct LinuxSystem.Descriptor
@_exported public import struct SystemPackage.Errno
