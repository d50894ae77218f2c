/** Initials of a person on a colour that stays theirs. The name stands beside it or is its label. */
import './avatar.css'

const COLOURS = ['#0f6e84', '#a3344b', '#8a5a00', '#9333a8', '#17733f', '#3d5fa3', '#7a4a2b']

export function Avatar({ name }: { name: string }) {
  const words = name.split(/[\s.@-]+/).filter(Boolean)
  const initials = ((words[0]?.[0] ?? '?') + (words[1]?.[0] ?? words[0]?.[1] ?? '')).toUpperCase()
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 9_973
  return (
    <span
      className="avatar"
      style={{ background: COLOURS[sum % COLOURS.length] }}
      aria-hidden="true"
    >
      {initials}
    </span>
  )
}

/** Avatar and name. */
export function Person({ name, children }: { name: string; children?: React.ReactNode }) {
  return (
    <span className="person">
      <Avatar name={name} />
      <span>{children ?? name}</span>
    </span>
  )
}
