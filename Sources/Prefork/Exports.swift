// What the public interface speaks in, so that `import Prefork` is all that a user writes.
@_exported public import struct LinuxSystem.Descriptor
@_exported public import struct LinuxSystem.SocketAddress
@_exported public import struct PoolPolicy.PoolLimits
@_exported public import struct SystemPackage.Errno
