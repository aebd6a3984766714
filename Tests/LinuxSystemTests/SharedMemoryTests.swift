import Glibc
import LinuxSystem
import Testing

@Suite("Shared memory")
struct SharedMemoryTests {
    private static let size = 3 * 4_096 + 17

    @Test("it is zeroed, and every byte of it can be written")
    func zeroed() throws {
        let memory = try SharedMemory(name: "test", size: Self.size)
        #expect(memory.bytes.count == Self.size)
        #expect(memory.bytes.allSatisfy { $0 == 0 })
        for index in memory.bytes.indices { memory.bytes[index] = UInt8(truncatingIfNeeded: index) }
        #expect(memory.bytes.indices.allSatisfy { memory.bytes[$0] == UInt8(truncatingIfNeeded: $0) })
    }

    @Test("it can neither shrink nor grow, nor can that be changed", arguments: [0, size - 1, size + 1, 1 << 20])
    func sealed(size: Int) throws {
        let memory = try SharedMemory(name: "test", size: Self.size)
        let result = ftruncate(memory.descriptor.rawValue, size)
        let error = errno
        #expect(result == -1)
        #expect(error == EPERM)
    }

    @Test("who maps its descriptor sees the same bytes")
    func shared() throws {
        let memory = try SharedMemory(name: "test", size: Self.size)
        let other = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, memory.descriptor.rawValue, 0)
        let mapped = try #require(other == MAP_FAILED ? nil : other)
        defer { munmap(mapped, Self.size) }
        memory.bytes[4_096] = 42
        #expect(mapped.load(fromByteOffset: 4_096, as: UInt8.self) == 42)
        mapped.storeBytes(of: 43, toByteOffset: Self.size - 1, as: UInt8.self)
        #expect(memory.bytes[Self.size - 1] == 43)
    }

    @Test("its name shows in /proc, and no program inherits it")
    func name() throws {
        let memory = try SharedMemory(name: "preforkd-test", size: 1)
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink("/proc/self/fd/\(memory.descriptor.rawValue)", &buffer, buffer.count)
        try #require(count > 0)
        let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #expect(target.contains("memfd:preforkd-test"))
        #expect(fcntl(memory.descriptor.rawValue, F_GETFD) & FD_CLOEXEC != 0)
    }
}
