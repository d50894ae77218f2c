/** What the kernel writes, as captured on real hosts, becomes measurements by OpenTelemetry's names. */
import { describe, expect, test } from 'vitest'
import { connectionRecords, countStates } from './connections.ts'
import { parseLoad, parseStat, parseUptime } from './cpu.ts'
import { parseDiskstats } from './disk.ts'
import { measureFill, parseMounts } from './filesystem.ts'
import type { Measurement } from './measurement.ts'
import { parseMeminfo } from './memory.ts'
import { parseNetDev } from './network.ts'
import { listeningPorts } from './ports.ts'
import { parseProcess, summarize } from './processes.ts'
import { parseSockets } from './sockets.ts'

/** `name{values}: value unit` of each. */
const told = (measurements: readonly Measurement[]) =>
  measurements.map(({ name, unit, value, attributes }) => {
    const values = Object.values(attributes).join(',')
    return `${name}${values ? `{${values}}` : ''}: ${value} ${unit}`
  })

test('cpu: time by mode over all processors, load, and since when it runs', () => {
  const { bootMs, measurements } =
    parseStat(`cpu  10132153 290696 3084719 46828483 16683 100 25195 175 0 0
cpu0 1393280 32966 572056 13343292 6130 0 17875 0 0 0
cpu1 1335335 28733 512312 13372832 5042 0 4104 0 0 0
intr 1462898 1 2 3
ctxt 115315
btime 1767600000
processes 86031
procs_running 6
`)
  expect(bootMs).toBe(1_767_600_000_000)
  expect(told(measurements)).toEqual([
    'system.cpu.time{user}: 101321.53 s',
    'system.cpu.time{nice}: 2906.96 s',
    'system.cpu.time{system}: 30847.19 s',
    'system.cpu.time{idle}: 468284.83 s',
    'system.cpu.time{iowait}: 166.83 s',
    'system.cpu.time{interrupt}: 252.95 s',
    'system.cpu.time{steal}: 1.75 s',
    'system.cpu.logical.count: 2 {cpu}',
    'system.process.created: 86031 {process}',
  ])
  expect(told(parseLoad('0.20 0.18 0.12 1/80 11206\n'))).toEqual([
    'system.cpu.load_average.1m: 0.2 {thread}',
    'system.cpu.load_average.5m: 0.18 {thread}',
    'system.cpu.load_average.15m: 0.12 {thread}',
  ])
  expect(told(parseUptime('350735.47 234388.90\n'))).toEqual(['system.uptime: 350735.47 s'])
})

test('memory: what is used adds up to all there is', () => {
  const measurements = parseMeminfo(`MemTotal:       16000 kB
MemFree:         4000 kB
MemAvailable:    9000 kB
Buffers:          500 kB
Cached:          5000 kB
SwapTotal:       2000 kB
SwapFree:        1500 kB
SReclaimable:     500 kB
`)
  expect(told(measurements)).toEqual([
    'system.memory.limit: 16384000 By',
    'system.linux.memory.available: 9216000 By',
    'system.memory.usage{used}: 6144000 By',
    'system.memory.usage{free}: 4096000 By',
    'system.memory.usage{buffers}: 512000 By',
    'system.memory.usage{cached}: 5632000 By',
    'system.paging.usage{used}: 512000 By',
    'system.paging.usage{free}: 1536000 By',
  ])
})

test('disk: whole disks that did something, not their partitions', () => {
  const text = `   8       0 sda 100 5 2000 40 50 7 1000 90 0 120 130 0 0 0 0 2 5
   8       1 sda1 99 5 1990 39 50 7 1000 90 0 119 129
   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
`
  expect(told(parseDiskstats(text, (device) => device !== 'sda1'))).toEqual([
    'system.disk.io{sda,read}: 1024000 By',
    'system.disk.io{sda,write}: 512000 By',
    'system.disk.operations{sda,read}: 100 {operation}',
    'system.disk.operations{sda,write}: 50 {operation}',
    'system.disk.operation_time{sda,read}: 0.04 s',
    'system.disk.operation_time{sda,write}: 0.09 s',
    'system.disk.io_time{sda}: 0.12 s',
  ])
})

test('file systems: those on disks, each once, and never one over the network', () => {
  const mounts = parseMounts(`proc /proc proc rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sda1 /var/lib/docker ext4 rw 0 0
/dev/sdb1 /data\\040of\\040ours xfs rw 0 0
nas:/export /mnt/nas nfs4 rw 0 0
overlay /var/lib/docker/overlay2/x/merged overlay rw 0 0
`)
  expect(mounts).toEqual([
    { device: '/dev/sda1', path: '/', type: 'ext4' },
    { device: '/dev/sdb1', path: '/data of ours', type: 'xfs' },
  ])
  const fill = { bsize: 10, blocks: 100, bfree: 40, bavail: 35 }
  expect(told(measureFill(mounts[0]!, fill))).toEqual([
    'system.filesystem.limit{/dev/sda1,/,ext4}: 1000 By',
    'system.filesystem.usage{/dev/sda1,/,ext4,used}: 600 By',
    'system.filesystem.usage{/dev/sda1,/,ext4,free}: 350 By',
    'system.filesystem.usage{/dev/sda1,/,ext4,reserved}: 50 By',
  ])
})

test('network: interfaces that moved something, an alias too', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
  eth0:1500 10    1    2    0     0          0         0    2500      20    3    4    0     0       0          0
`
  expect(told(parseNetDev(text))).toEqual([
    'system.network.io{eth0,receive}: 1500 By',
    'system.network.io{eth0,transmit}: 2500 By',
    'system.network.packet.count{eth0,receive}: 10 {packet}',
    'system.network.packet.count{eth0,transmit}: 20 {packet}',
    'system.network.errors{eth0,receive}: 1 {error}',
    'system.network.errors{eth0,transmit}: 3 {error}',
    'system.network.packet.dropped{eth0,receive}: 2 {packet}',
    'system.network.packet.dropped{eth0,transmit}: 4 {packet}',
  ])
})

describe('processes', () => {
  const stat = (pid: number, name: string, ticks: number, pages = 10, start = 77) =>
    `${pid} (${name}) S 1 1 1 0 -1 4194560 100 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 1000 ${pages} 18446744073709551615 0\n`
  const parse = (...texts: string[]) => texts.map((text) => parseProcess(text)!)

  test('a name may itself have brackets and spaces', () => {
    expect(parseProcess(stat(7, 'tmux: (a) b', 250))).toEqual({
      pid: 7,
      program: 'tmux: (a) b',
      state: 'sleeping',
      cpuSeconds: 2.5,
      memoryBytes: 40_960,
      startTicks: '77',
    })
    expect(parseProcess('')).toBeUndefined()
  })

  test('processes of a program are one, and an id that is used again is another process', () => {
    const before = parse(stat(1, 'node', 100), stat(2, 'node', 100), stat(3, 'sh', 900))
    const now = parse(stat(1, 'node', 400), stat(2, 'node', 200), stat(3, 'cc', 100, 10, 99))
    expect(told(summarize(now, before, 10))).toEqual([
      'system.process.count{sleeping}: 3 {process}',
      'process.cpu.utilization{node}: 0.4 1',
      'process.cpu.utilization{cc}: 0.1 1',
      'process.memory.usage{node}: 81920 By',
      'process.count{node}: 2 {process}',
      'process.memory.usage{cc}: 40960 By',
      'process.count{cc}: 1 {process}',
    ])
  })

  test('however many programs there are, twenty are told of at most', () => {
    const many = parse(...Array.from({ length: 300 }, (_, i) => stat(i + 1, `p${i}`, i, i)))
    const names = summarize(many, [], 10).map(
      ({ attributes }) => attributes['process.executable.name'],
    )
    expect(new Set(names.filter(Boolean)).size).toBeLessThanOrEqual(20)
  })
})

describe('sockets', () => {
  const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n'
  const tail = '00000000:00000000 00:00000000 00000000     0        0 1075108 1\n'
  const tcp = parseSockets(
    `${HEAD}   0: 0100007F:1F90 00000000:0000 0A ${tail}` +
      `   1: 0100007F:1F90 0200000A:C350 01 ${tail}` +
      `   2: 0100007F:1F90 0200000A:C351 01 ${tail}` +
      `   3: 0100007F:C000 0300000A:1538 01 ${tail}` +
      `   4: 0100007F:C001 0300000A:1538 06 ${tail}`,
    'tcp',
  )
  const tcp6 = parseSockets(
    `   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A ${tail}` +
      `   1: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF00000400000A:C352 01 ${tail}` +
      `   2: B80D0120000000000000000001000000:C353 B80D0120000000000000000002000000:01BB 01 ${tail}`,
    'tcp',
  )

  test('addresses of both kinds, and an address of the one kind in the other', () => {
    expect(tcp6.map(({ localAddress, peerAddress }) => [localAddress, peerAddress])).toEqual([
      ['::', '::'],
      ['127.0.0.1', '10.0.0.4'],
      ['2001:db8::1', '2001:db8::2'],
    ])
  })

  test('listening ports, each once', () => {
    const udp = parseSockets(`  10: 00000000:0035 00000000:0000 07 ${tail}`, 'udp')
    expect(told(listeningPorts([...tcp, ...tcp6, ...udp, ...udp]))).toEqual([
      'system.network.listening{tcp,::,22}: 1 {socket}',
      'system.network.listening{udp,0.0.0.0,53}: 1 {socket}',
      'system.network.listening{tcp,127.0.0.1,8080}: 1 {socket}',
    ])
  })

  test('connections by state, and who called whom', () => {
    expect(told(countStates(tcp))).toEqual([
      'system.network.connection.count{tcp,listen}: 1 {connection}',
      'system.network.connection.count{tcp,established}: 3 {connection}',
      'system.network.connection.count{tcp,time_wait}: 1 {connection}',
    ])
    expect(connectionRecords([...tcp, ...tcp6])).toMatchObject([
      { direction: 'inbound', peerAddress: '10.0.0.2', port: 8080, count: 2 },
      { direction: 'outbound', peerAddress: '10.0.0.3', port: 5432, count: 1 },
      { direction: 'inbound', peerAddress: '10.0.0.4', port: 22, count: 1 },
      { direction: 'outbound', peerAddress: '2001:db8::2', port: 443, count: 1 },
    ])
  })
})
