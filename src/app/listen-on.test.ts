/** One port for both protocols; a taken one is told with the option that chooses another. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { listenOn } from './listen-on.ts'

test('TCP and UDP share a free port, and nobody else gets it', async () => {
  const host = '127.0.0.1'
  const [tcp, udp] = [createServer(), createSocket('udp4')]
  const [laterTcp, laterUdp] = [createServer(), createSocket('udp4')]
  try {
    const port = await listenOn({ host, port: 0, option: '--x-port' }, { tcp, udp })
    expect(port).toBe(udp.address().port)
    expect(tcp.address()).toMatchObject({ port })
    const taken = listenOn({ host, port, option: '--x-port' }, { tcp: laterTcp, udp: laterUdp })
    await expect(taken).rejects.toMatchObject({
      code: 'app.port-taken',
      message: `Port ${port} on ${host} is taken by another program.`,
      hint: expect.stringContaining('--x-port'),
    })
  } finally {
    tcp.close()
    udp.close()
    laterUdp.close()
  }
})
