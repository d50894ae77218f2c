/** Signs in: by the one-time link that brought the person here, or by name and password. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { call, queryClient } from '../../data/index.ts'
import { Mark } from '../../shell/Mark.tsx'
import { Button, Failed, Status, TextField } from '../../ui/index.ts'
import './signin.css'

export function Page() {
  const { token, to } = useSearch({ strict: false }) as { token?: string; to?: string }
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const sent = useRef(false)

  const enter = async (opening: Promise<unknown>) => {
    setError(undefined)
    try {
      await opening
      queryClient.clear()
      await navigate({ href: isOwn(to) ? to : '/', replace: true })
    } catch (reason) {
      setError(reason)
    }
  }

  // A one-time token works once, so it is sent once, whatever React does with effects.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token of the address is sent once
  useEffect(() => {
    document.title = 'Sign in · Opsplane'
    if (!token || sent.current) return
    sent.current = true
    void enter(call('session.open', { body: { token } }))
  }, [token])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void enter(call('session.open-with-password', { body: { name, password } }))
  }

  if (token && error === undefined)
    return (
      <main className="sign-in">
        <Status kind="run" word="Signing you in" />
      </main>
    )
  return (
    <main className="sign-in">
      <form className="card sign-in-card" onSubmit={submit}>
        <h1>
          <Mark /> Sign in to Opsplane
        </h1>
        {error !== undefined && <Failed error={error} />}
        <TextField
          label="Name"
          autoComplete="username"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!name || !password}>
          Sign in
        </Button>
        <p className="muted small">
          Or print a one-time link where Opsplane runs: <code>opsplane sign-in-link</code>
        </p>
      </form>
    </main>
  )
}

/** Only addresses of this site are gone to after signing in. */
function isOwn(to: string | undefined): to is string {
  return to?.startsWith('/') === true && !to.startsWith('//') && !to.includes('\\')
}
