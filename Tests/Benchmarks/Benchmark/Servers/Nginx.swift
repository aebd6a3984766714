/// nginx's stream module, which answers by itself: no workers to wait for, one event loop per processor.
package struct Nginx: Server {
    package let name = "nginx stream return"
    private let module = "/usr/lib/nginx/modules/ngx_stream_module.so"

    package init() {}

    package var needs: [Need] {
        [Need("/usr/sbin/nginx", from: "nginx"), Need(module, from: "libnginx-mod-stream")]
    }

    package func does(_ work: Work) -> Bool { work.handler == .greeting }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        let file = try place.folder.write(
            "nginx.conf",
            """
            load_module \(module);
            user nobody nogroup;
            daemon off;
            pid \(place.folder.path)/nginx.pid;
            error_log \(place.folder.path)/error.log crit;
            worker_processes auto;
            events { worker_connections 4096; }
            stream {
                server {
                    listen 127.0.0.1:\(place.port) backlog=4096;
                    return "Smile from the server\\n";
                }
            }
            """)
        return ["/usr/sbin/nginx", "-c", file, "-e", "\(place.folder.path)/error.log"]
    }
}
