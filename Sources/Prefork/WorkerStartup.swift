internal import CLinux
internal import LinuxSystem
internal import SystemPackage

/// From fork to the first accept: gives up all that is the supervisor's, in the order that keeps it safe.
enum WorkerStartup {
    static func take(
        _ seat: WorkerSeat, supervisor: Int32, settings: WorkerSettings, title: ProcessTitle?
    ) throws -> Intake {
        title?.set("preforkd: worker \(seat.service)")
        var own = [seat.scoreboard.alarmDescriptor, seat.scoreboard.memoryDescriptor]
        if let set = seat.scoreboard.listenerSet(seat.id.slot) { own.append(set.descriptor) }
        for listener in seat.listeners { own.append(listener.rawValue) }
        for descriptor in settings.keptDescriptors { own.append(descriptor) }
        try StandardDescriptors.closeOthers(keeping: own)
        guard clinux_crash_install() == 0 else { throw Errno.invalidArgument }
        Signal.pipe.ignore()
        Signal.alarm.restoreDefault()
        for (signal, command) in SupervisorCommand.table where command != .stop { signal.ignore() }
        // A log in a file that reaches limits.fsize loses its records, and not the worker.
        Signal.fileSize.ignore()
        // A system that refuses it costs speed and nothing else.
        if settings.scheduling == .batch { try? Scheduling.becomeBatch() }
        let intake = try Intake(seat)
        try settings.identity.take(aboveDescriptor: intake.highestDescriptor)
        if seat.isOnTrial, let program = settings.program { try UnrunnableProgram.check(program) }
        try installRetirement(seat, gate: intake.gate, supervisor: supervisor, settings: settings)
        return intake
    }

    private static func installRetirement(
        _ seat: WorkerSeat, gate: CInt, supervisor: Int32, settings: WorkerSettings
    ) throws(Errno) {
        var plan = clinux_retirement()
        // Descriptor 0 is /dev/null in a daemon.
        plan.null = 0
        plan.gate = gate
        plan.bell = UnsafeMutablePointer(mutating: seat.scoreboard.bell(seat.id.slot))
        plan.supervisor = supervisor
        // At least one: alarm(0) is no alarm.
        plan.orphan_seconds = max(1, UInt32(clamping: (settings.orphanTimeout.roundedUpMilliseconds + 999) / 1_000))
        let numbers = seat.listeners.map(\.rawValue)
        precondition(numbers.count <= Int(CLINUX_RETIREMENT_LISTENERS), "bounded when the listeners were bound")
        plan.listener_count = CInt(numbers.count)
        withUnsafeMutableBytes(of: &plan.listeners) { bytes in
            numbers.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
        guard clinux_retirement_install(&plan) == 0 else { throw Errno.invalidArgument }
        try Lifeline.tie(to: supervisor)
        // What was asked before is heard now.
        SignalMask.unblockAll()
    }
}
