/// Apache's httpd with its prefork MPM; mod_echo is the plain protocol that it comes with.
package struct Httpd: Server {
    package let name = "httpd prefork, mod_echo"
    private let modules = "/usr/lib/apache2/modules"

    package init() {}

    package var needs: [Need] {
        ["/usr/sbin/apache2", "\(modules)/mod_mpm_prefork.so", "\(modules)/mod_echo.so"].map {
            Need($0, from: "apache2-bin")
        }
    }

    package func does(_ work: Work) -> Bool { work.handler == .echo }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        let file = try place.folder.write(
            "httpd.conf",
            """
            LoadModule mpm_prefork_module \(modules)/mod_mpm_prefork.so
            LoadModule echo_module \(modules)/mod_echo.so
            ServerRoot \(place.folder.path)
            DefaultRuntimeDir \(place.folder.path)
            PidFile httpd.pid
            ServerName localhost
            User nobody
            Group nogroup
            ErrorLog \(place.folder.path)/error.log
            LogLevel crit
            Listen 127.0.0.1:\(place.port)
            ListenBacklog 4096
            ProtocolEcho On
            StartServers \(work.min)
            MinSpareServers \(work.min)
            MaxSpareServers \(work.max)
            ServerLimit \(work.max)
            MaxRequestWorkers \(work.max)
            MaxConnectionsPerChild 0
            """)
        return ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", file]
    }
}
