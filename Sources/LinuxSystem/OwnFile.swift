import Glibc
import Synchronization

/// A file of /proc about this process, which can be kept open for the time when there is no /proc any more.
///
/// One file and no folder: whoever had a folder from outside of a chroot could leave by it.
final class OwnFile: Sendable {
    private let path: String
    private let kept = Atomic<CInt>(-1)

    init(_ path: String) {
        self.path = path
    }

    /// Opens it for as long as this process lives. Where that fails, what would be read is not known.
    func keepOpen() {
        let number = try? systemCall { open(path, O_RDONLY | O_CLOEXEC) }
        kept.store(number ?? -1, ordering: .releasing)
    }

    /// What it holds now; nil where it can't be read.
    func contents(limit: Int) -> [UInt8]? {
        let number = kept.load(ordering: .acquiring)
        if number < 0 { return try? FileContents.read(path, limit: limit) }
        var contents: [UInt8] = []
        return withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            while contents.count < limit {
                let offset = off_t(contents.count)
                let count = try? systemCall { pread(number, buffer.baseAddress, buffer.count, offset) }
                guard let count else { return nil }
                if count == 0 { return contents }
                contents.append(contentsOf: buffer[..<count])
            }
            return nil
        }
    }
}
