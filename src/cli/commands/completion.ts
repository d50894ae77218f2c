import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { commands } from './index.ts'

/** Completion from the table of commands: words of the first and the second place. */
const completion: Action = async ({ terminal }, _options, shell = '') => {
  const words = commands.map(({ usage }) => usage.split(' ').filter((word) => !/^[<[]/.test(word)))
  const first = [...new Set(words.map(([one]) => one!))].sort()
  const second = first.flatMap((noun) => {
    const verbs = words.filter(([one, two]) => one === noun && two).map(([, two]) => two!)
    return verbs.length > 0 ? [{ noun, verbs }] : []
  })
  const write = SHELLS[shell as keyof typeof SHELLS]
  if (!write)
    throw new CliError({
      code: 'cli.unknown-shell',
      kind: 'bad-input',
      message: `There is no completion for "${shell}".`,
      hint: 'bash, zsh or fish',
    })
  terminal.line(write(first, second))
}

type Nouns = readonly { readonly noun: string; readonly verbs: readonly string[] }[]

const bash = (first: readonly string[], second: Nouns) => `_opsplane() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="${first.join(' ')}"
  case "\${COMP_WORDS[1]}" in
${second.map(({ noun, verbs }) => `    ${noun}) [ "$COMP_CWORD" -eq 2 ] && words="${verbs.join(' ')}" || words="" ;;`).join('\n')}
    *) [ "$COMP_CWORD" -gt 1 ] && words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _opsplane opsplane`

const SHELLS = {
  bash,
  zsh: (first: readonly string[], second: Nouns) =>
    `autoload -U +X bashcompinit && bashcompinit\n${bash(first, second)}`,
  fish: (first: readonly string[], second: Nouns) =>
    [
      `complete -c opsplane -f -n __fish_use_subcommand -a "${first.join(' ')}"`,
      ...second.map(
        ({ noun, verbs }) =>
          `complete -c opsplane -f -n "__fish_seen_subcommand_from ${noun}" -a "${verbs.join(' ')}"`,
      ),
    ].join('\n'),
}
export default completion
