/** The button that silences; `S` presses it. The dialog is loaded when it is asked for. */
import { BellOff } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMay } from '../../data/index.ts'
import { useKeys } from '../../shell/keys.ts'
import { Button } from '../../ui/index.ts'

const Ask = lazy(() => import('./Ask.tsx').then(({ Ask: it }) => ({ default: it })))
const NO_KEYS = {}

export function Silencer({ alarm }: { alarm?: { name: string; title: string } }) {
  const may = useMay('respond')
  const [asking, setAsking] = useState(false)
  const keys = useMemo(() => (may ? { s: () => setAsking(true) } : NO_KEYS), [may])
  useKeys(keys)
  if (!may) return null
  return (
    <>
      <Button icon={<BellOff size={14} />} onClick={() => setAsking(true)}>
        Silence
      </Button>
      <Suspense fallback={null}>
        {asking && <Ask {...(alarm ? { alarm } : {})} onClose={() => setAsking(false)} />}
      </Suspense>
    </>
  )
}
