import CLinux
import Glibc
package import SystemPackage

/// Small files read whole, and what a folder holds.
package enum FileContents {
    package enum Failure: Error {
        case system(Errno)
        case isDirectory
        case tooLarge
    }

    /// The bytes of a file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        do {
            let file = Descriptor(owning: try systemCall { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) })
            // Non-blocking for open() alone: a pipe that nobody writes to is then empty, where open() would wait for ever.
            try file.setNonblocking(false)
            var contents: [UInt8] = []
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
            defer { buffer.deallocate() }
            while true {
                let count = try file.read(into: buffer)
                if count == 0 { return contents }
                guard contents.count + count <= limit else { throw Failure.tooLarge }
                contents.append(contentsOf: buffer[..<count])
            }
        } catch Errno.isDirectory {
            throw .isDirectory
        } catch let error as Errno {
            throw .system(error)
        } catch let failure as Failure {
            throw failure
        } catch {
            preconditionFailure("reading throws what is caught above")
        }
    }

    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Names in a folder, sorted by their bytes; none where there is no such folder.
    package static func names(in folder: String) throws(Errno) -> [String] {
        var names: [String] = []
        do {
            try visitNames(in: folder) { names.append($0) }
        } catch .noSuchFileOrDirectory {
            return []
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// Every name in a folder, in no order, which is what it costs least to find out.
    package static func visitNames(in folder: String, _ visit: (String) -> Void) throws(Errno) {
        guard let stream = opendir(folder) else { throw Errno(rawValue: errno) }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { visit(name) }
        }
    }
}

extension FileContents {
    /// A small file of the system as text; nil where it can't be read.
    package static func text(_ path: String, limit: Int = 1 << 20) -> String? {
        (try? read(path, limit: limit)).map { String(decoding: $0, as: UTF8.self) }
    }
}
