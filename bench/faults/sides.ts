/** The two that the faults are done to: the pair, and the product. Each watches the same target and pages a receiver of its own. */
import { join } from 'node:path'
import { type Product, startProduct } from '../../test/harness/product.ts'
import { applyOurs } from '../pair/ours.ts'
import { startPair } from '../pair/pair.ts'
import { openReceiver, type Receiver } from '../pair/receiver.ts'
import type { Target } from '../pair/target.ts'

export interface Side {
  readonly receiver: Receiver
  /** `kill -9`. */
  killEvaluator(): Promise<void>
  killNotifier(): Promise<void>
  /** Starts what was killed, on what it has left. */
  revive(): Promise<void>
  stop(): Promise<void>
}

/**
 * Prometheus says with each alert that it ends by itself after four times this, in seconds: here eight, by default
 * four minutes. Everything else waits for that long too.
 */
const RESEND_S = 2

export async function startTheirs(
  folder: string,
  target: Target,
  groupIntervalS: number | undefined,
): Promise<Side> {
  const receiver = await openReceiver()
  const pair = await startPair({
    ...{ folder: join(folder, 'pair'), hook: receiver.url, target: target.instance, alarms: 1 },
    ...(groupIntervalS === undefined ? {} : { groupIntervalS }),
    prometheus: [`--rules.alert.resend-delay=${RESEND_S}s`],
  })
  let killed = pair.evaluator
  const kill = (program: typeof killed) => {
    killed = program
    return program.kill()
  }
  return {
    receiver,
    killEvaluator: () => kill(pair.evaluator),
    killNotifier: () => kill(pair.notifier),
    revive: () => killed.start(),
    async stop() {
      await pair.stop()
      await receiver.close()
    },
  }
}

/** One process evaluates and notifies, so either kill takes both away. */
export async function startOurs(target: Target): Promise<Side> {
  const receiver = await openReceiver()
  let product: Product = await startProduct()
  let isKilled = false
  const kill = async () => {
    isKilled = true
    await product.kill()
  }
  const revive = async () => {
    product = await startProduct({ after: product })
    isKilled = false
  }
  const side: Side = {
    ...{ receiver, killEvaluator: kill, killNotifier: kill, revive },
    async stop() {
      // Its PostgreSQL outlives it, and ends with a server that ends in order.
      if (isKilled) await revive()
      await product.stop()
      await receiver.close()
    },
  }
  try {
    await applyOurs(product, { hook: receiver.url, alarms: 1, target: target.url })
  } catch (error) {
    await side.stop()
    throw error
  }
  return side
}
