/** Walks the hash chain and says what was found. */
import { ShieldCheck } from 'lucide-react'
import { useAct } from '../../data/index.ts'
import { Button, count, Status } from '../../ui/index.ts'

export function Verify() {
  const verify = useAct('ledger.verify')
  const { data, isPending } = verify
  return (
    <>
      <span role="status" className="verdict">
        {isPending && <Status kind="run" word="Walking the chain" />}
        {data?.ok && (
          <span title={`Head ${data.head}`}>
            <Status kind="ok" word="Unaltered" />{' '}
            <span className="muted small">
              {count(data.checked, 'fact')}, {count(data.signatures, 'signed head')}
            </span>
          </span>
        )}
        {data?.broken && (
          <Status kind="crit" word={`Broken at ${data.broken.position}: ${data.broken.why}`} />
        )}
      </span>
      <Button
        icon={<ShieldCheck size={14} />}
        disabled={isPending}
        onClick={() => verify.mutate({})}
      >
        Verify the chain
      </Button>
    </>
  )
}
