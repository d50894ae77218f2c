/** Takes one port for TCP and UDP, or for UDP alone. A taken port is one clear sentence. */
import type { Socket } from 'node:dgram'
import type { AddressInfo, Server } from 'node:net'
import { PortTaken } from './listen.ts'

/** Answers with the port that was taken, for 0 a free one. @throws PortTaken */
export async function listenOn(
  { host, port, option }: { readonly host: string; readonly port: number; readonly option: string },
  sockets: { readonly tcp?: Server; readonly udp: Socket },
): Promise<number> {
  const { tcp, udp } = sockets
  let taken = port
  try {
    if (tcp) {
      await opened(tcp, () => tcp.listen(port, host))
      taken = (tcp.address() as AddressInfo).port
    }
    await opened(udp, () => udp.bind(taken, host))
    return udp.address().port
  } catch (error) {
    tcp?.close()
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    throw isTaken ? new PortTaken({ port: taken, host, option }, { cause: error }) : error
  }
}

function opened(socket: Server | Socket, open: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('listening', () => {
      socket.off('error', reject)
      resolve()
    })
    open()
  })
}
