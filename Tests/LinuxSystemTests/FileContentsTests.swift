import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Files read whole")
struct FileContentsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func failure(_ path: String, limit: Int = 64) -> String {
        do {
            _ = try FileContents.read(path, limit: limit)
            return "none"
        } catch {
            return switch error {
            case .tooLarge: "tooLarge"
            case .isDirectory: "isDirectory"
            case .system(let error): "\(error)"
            }
        }
    }

    @Test(
        "a file comes byte for byte, however many reads it takes", arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
    func whole(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = try folder.write("file", bytes: bytes)
        #expect(try FileContents.read(path, limit: 1 << 20) == bytes)
    }

    @Test("the limit is the last size that is read", arguments: [0, 10, 65_536, 100_000])
    func limit(size: Int) throws {
        let path = try folder.write("file", bytes: [UInt8](repeating: 1, count: size))
        #expect(try FileContents.read(path, limit: size).count == size)
        if size > 0 { #expect(failure(path, limit: size - 1) == "tooLarge") }
    }

    @Test("an endless file ends at the limit")
    func endless() {
        #expect(failure("/dev/zero", limit: 1 << 20) == "tooLarge")
    }

    @Test("a folder, a missing file and a name below a file are told apart")
    func failures() throws {
        let file = try folder.write("file")
        #expect(failure(folder.path) == "isDirectory")
        #expect(failure(folder.path("missing")) == "\(Errno.noSuchFileOrDirectory)")
        #expect(failure("\(file)/below") == "\(Errno.notDirectory)")
    }

    @Test("a pipe that nobody writes to is empty, and nobody waits for it")
    func fifo() throws {
        let path = folder.path("fifo")
        try #require(mkfifo(path, 0o600) == 0)
        let reader = TestThread { try FileContents.read(path, limit: 64) }
        let ended = eventually { reader.hasEnded }
        // Releases a reader that waits after all.
        if !ended { _ = Descriptor(owning: open(path, O_RDWR | O_CLOEXEC)) }
        #expect(ended)
        #expect(try reader.join() == [])
    }

    @Test("a file that is there exists, and so does a folder; a missing one does not")
    func exists() throws {
        #expect(FileContents.exists(try folder.write("file")))
        #expect(FileContents.exists(folder.path))
        #expect(!FileContents.exists(folder.path("missing")))
    }

    @Test("names come in the order of their bytes, hidden ones too, without the folder and its parent")
    func names() throws {
        for name in ["b.toml", "ä.toml", "Z.toml", "a.toml", "10.toml", "9.toml", ".hidden", "a"] {
            try folder.write(name)
        }
        #expect(
            try FileContents.names(in: folder.path)
                == [".hidden", "10.toml", "9.toml", "Z.toml", "a", "a.toml", "b.toml", "ä.toml"])
    }

    @Test("a folder that is not there has no names; a file is no folder")
    func noFolder() throws {
        #expect(try FileContents.names(in: folder.path("missing")) == [])
        let file = try folder.write("file")
        #expect(throws: Errno.notDirectory) { try FileContents.names(in: file) }
    }
}
