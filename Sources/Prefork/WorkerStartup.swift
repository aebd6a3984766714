internal import CLinux
internal import LinuxSystem
internal import SystemPackage

/// From fork to the first accept: gives up all that is the supervisor's, in the order that keeps it safe.
enum WorkerStartup {
    static func take(
        _ seat: WorkerSeat, supervisor: Int32, settings: WorkerSettings, title: ProcessTitle?,
        reports: UnsafePointer<WorkerReports>
    ) throws -> Intake {
        title?.set("preforkd: worker ", seat.service)
        try keepOwnDescriptors(seat)
        Signal.pipe.ignore()
        Signal.alarm.restoreDefault()
        for (signal, command) in SupervisorCommand.table where command != .stop { signal.ignore() }
        // A log in a file that reaches limits.fsize loses its records, and not the worker.
        Signal.fileSize.ignore()
        // A system that refuses it costs speed and nothing else.
        if settings.scheduling == .batch { try? Scheduling.becomeBatch() }
        let intake = try Intake(seat, reports: reports)
        try settings.identity.take(aboveDescriptor: intake.highestDescriptor)
        if seat.isOnTrial, let program = settings.program { try UnrunnableProgram.check(program) }
        try installRetirement(seat, gate: intake.gate, supervisor: supervisor, settings: settings)
        return intake
    }

    /// On the stack: what a worker allocates at its start, it has in pages of its own.
    private static func keepOwnDescriptors(_ seat: WorkerSeat) throws(Errno) {
        guard let set = seat.set else { return try StandardDescriptors.closeOthers(keeping: seat.kept) }
        let count = seat.kept.count
        try withUnsafeTemporaryAllocation(of: CInt.self, capacity: count + 1) { kept throws(Errno) in
            _ = kept.update(fromContentsOf: seat.kept)
            kept[count] = set.descriptor
            try StandardDescriptors.closeOthers(keeping: UnsafeBufferPointer(kept))
        }
    }

    private static func installRetirement(
        _ seat: WorkerSeat, gate: CInt, supervisor: Int32, settings: WorkerSettings
    ) throws(Errno) {
        var plan = clinux_retirement()
        // Descriptor 0 is /dev/null in a daemon.
        plan.null = 0
        plan.gate = gate
        plan.bell = UnsafeMutablePointer(mutating: seat.words.bell(seat.id.slot))
        plan.supervisor = supervisor
        // At least one: alarm(0) is no alarm.
        plan.orphan_seconds = max(1, UInt32(clamping: (settings.orphanTimeout.roundedUpMilliseconds + 999) / 1_000))
        let count = seat.listeners.count
        precondition(count <= Int(CLINUX_RETIREMENT_LISTENERS), "bounded when the listeners were bound")
        plan.listener_count = CInt(count)
        withUnsafeMutableBytes(of: &plan.listeners) { bytes in
            let numbers = bytes.assumingMemoryBound(to: CInt.self)
            for index in 0..<count { numbers[index] = seat.listeners[index].rawValue }
        }
        guard clinux_retirement_install(&plan) == 0 else { throw Errno.invalidArgument }
        try ParentDeathSignal.tie(to: supervisor)
        // What was asked before is heard now.
        SignalMask.unblockAll()
    }
}
