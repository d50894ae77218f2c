/** A page asks for the dialog that declares an incident; the shell, which has it, opens it. */
import { useEffect } from 'react'

const asked = new EventTarget()

export const askToDeclare = (): void => void asked.dispatchEvent(new Event('declare'))

export function useDeclareAsked(open: () => void): void {
  useEffect(() => {
    asked.addEventListener('declare', open)
    return () => asked.removeEventListener('declare', open)
  }, [open])
}
