// Both, for the members of timespec and timeval belong to whichever of the two the compiler has read first.
import CLinux
import Glibc

/// What a process took: time on processors, and memory at its peak.
package struct ProcessCost: Hashable, Sendable {
    package var processorTime: Duration
    /// Bytes. The kernel counts from the fork on, so it is never below what the parent had then.
    package var peakMemory: Int

    package init(processorTime: Duration, peakMemory: Int) {
        self.processorTime = processorTime
        self.peakMemory = peakMemory
    }

    init(_ usage: rusage) {
        let seconds = Int64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let microseconds = Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        processorTime = .microseconds(seconds * 1_000_000 + microseconds)
        peakMemory = usage.ru_maxrss * 1024
    }

    /// Both, one after the other or side by side.
    package static func += (sum: inout ProcessCost, other: ProcessCost) {
        sum.processorTime += other.processorTime
        sum.peakMemory = max(sum.peakMemory, other.peakMemory)
    }
}

extension ThisProcess {
    /// Time that this process has had on processors, in nanoseconds.
    package static func processorNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
