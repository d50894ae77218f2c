/** Starts a drill, after saying what will really happen and where. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useHref, useMay, useWorkload } from '../../data/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import type { Experiment } from './words.ts'

export function Start({ experiment, primary }: { experiment: Experiment; primary?: boolean }) {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const may = useMay('operate')
  const [asking, setAsking] = useState(false)
  const { name, title, description, environment, last } = experiment
  const run = useAct('drills.run', () => {
    setAsking(false)
    void navigate({ to: href(`drills/${name}`) })
  })
  const isRunning = last !== null && last.state !== 'finished'
  if (!may) return null
  return (
    <>
      <Button
        {...(primary ? { look: 'primary' as const } : { small: true })}
        disabled={isRunning}
        onClick={() => setAsking(true)}
      >
        Run drill
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Inject a real fault into ${environment.replace('environment:', '')}?`}
        note={`${description} People on call are paged and the status page changes, as in a real incident. The fault is taken back in any case.`}
        act={`Inject: ${title}`}
        danger
        waits={run.isPending}
        onAct={() => run.mutate({ params: { experiment: name }, body: { workload } })}
      />
    </>
  )
}
