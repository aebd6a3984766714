import CLinux
import Glibc
package import SystemPackage

/// Where absolute paths begin: at the system's "/", or at a folder that will be that for somebody else, whose links lead
/// nowhere outside of it.
package struct RootFolder: ~Copyable {
    /// nil is the system's.
    private let folder: Descriptor?
    private let number: CInt?

    package static var system: RootFolder { RootFolder(folder: nil) }

    private init(folder: consuming Descriptor?) {
        number = folder?.rawValue
        self.folder = folder
    }

    /// Throws `.notDirectory` where the path leads to something else.
    package init(_ path: String) throws(Errno) {
        let number = try systemCall { Glibc.open(path, CInt(CLINUX_O_PATH) | O_DIRECTORY | O_CLOEXEC) }
        self.init(folder: Descriptor(owning: number))
    }

    /// Opens for looking at it, which needs no right to the file itself.
    package func look(at path: String) throws(Errno) -> Descriptor {
        try open(path, CInt(CLINUX_O_PATH))
    }

    func open(_ path: String, _ flags: CInt) throws(Errno) -> Descriptor {
        guard let number else {
            return Descriptor(owning: try systemCall { Glibc.open(path, flags | O_CLOEXEC) })
        }
        return Descriptor(owning: try systemCall { clinux_open_in_root(number, path, flags) })
    }

    /// Why a process can't be in the folder at `path`; nil where nothing is known against it.
    package func objection(toFolder path: String) -> String? {
        do throws(Errno) {
            _ = try open(path, CInt(CLINUX_O_PATH) | O_DIRECTORY)
            return nil
        } catch .noFunction {
            return nil
        } catch .permissionDenied {
            // It may be there for somebody else; on NFS, root is nobody.
            return nil
        } catch {
            return error == .notDirectory ? "it is no folder" : error.description
        }
    }
}
