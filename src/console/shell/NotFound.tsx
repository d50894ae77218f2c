/** An address that leads nowhere: says so, and where to go instead. */
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'

export function NotFound() {
  useEffect(() => {
    document.title = 'Not found · Opsplane'
  }, [])
  return (
    <main className="state">
      <h1>There is no page at this address</h1>
      <p>
        The link may be old, or a letter is missing. Press Ctrl K on any page to search, or start
        from the beginning.
      </p>
      <Link to="/">Go to the overview</Link>
    </main>
  )
}
