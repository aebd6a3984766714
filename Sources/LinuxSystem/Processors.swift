import CLinux
import Glibc

/// The processors that this process may run on.
package enum Processors {
    /// nil where the kernel does not say.
    package static var count: Int? {
        var mask = [UInt64](repeating: 0, count: 128)
        let isKnown = mask.withUnsafeMutableBytes { sched_getaffinity(0, $0.count, $0.baseAddress) == 0 }
        return isKnown ? mask.reduce(0) { $0 + $1.nonzeroBitCount } : nil
    }
}
