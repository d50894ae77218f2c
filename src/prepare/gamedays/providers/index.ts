/** Every provider of activities. A new one is a file beside this one and a line in the list. */
import type { Drill, Provider } from '../drill.ts'
import { http } from './http.ts'
import { process } from './process.ts'
import type { Answered, DrillContext, DrillProvider } from './provider.ts'
import { signal } from './signal.ts'

const providers = { process, http, signal } satisfies {
  [Type in Provider['type']]: DrillProvider<Type>
}

/** Runs one probe or action. Rejects when nothing could be done or asked. */
export function runProvider(
  provider: Provider,
  drill: Pick<Drill, 'signals'>,
  context: DrillContext,
): Promise<Answered> {
  const { run } = providers[provider.type] as DrillProvider<Provider['type']>
  return run(provider, {
    ...context,
    query(name) {
      const query = drill.signals[name]
      if (query === undefined) throw new Error(`${name} was not in the model`)
      return query
    },
  })
}

export type { Answered, DrillContext } from './provider.ts'
