/** The table of commands. A new one is a file beside this one and an entry here. */
import type { CommandDefinition } from '../command.ts'
import { IMPORT_OPTIONS } from '../import/given.ts'
import { RANGE_OPTIONS } from './range-given.ts'
import { REASON_OPTIONS, SILENCE_OPTIONS } from './silence-given.ts'

export const commands: readonly CommandDefinition[] = [
  {
    usage: 'start',
    summary: 'run the whole system here: server, console, engine, embedded stores',
    options: [
      ['-p, --port <port>', 'port of the console; 0 takes a free one'],
      ['--host <address>', 'address to listen on; loopback unless told'],
      ['--syslog-port <port>', 'also take syslog on this port, by UDP and TCP'],
      ['--statsd-port <port>', 'also take statsd on this port, by UDP'],
      ['--example', 'also run the example workload'],
      ['--no-example', 'without the example workload'],
      ['--no-runner', 'without the telemetry of this host'],
    ],
    load: () => import('./start.ts'),
  },
  {
    usage: 'runner',
    summary: 'send the telemetry of this host to the server: measurements, connections, logs',
    options: [
      ['--every <duration>', 'how often the host is looked at', '10s'],
      [
        '--logs <paths>',
        'log files instead of the system’s own log, separated by commas; * in a name',
      ],
      ['--no-logs', 'without logs'],
      ['--folder <dir>', 'where offsets are kept, and what waits for the server'],
    ],
    examples: [
      'OPSPLANE_TOKEN=opst_… opsplane runner --server https://ops.example',
      "opsplane runner --logs '/var/log/nginx/*.log,/srv/app/app.log'",
    ],
    load: () => import('./runner.ts'),
  },
  {
    usage: 'init [dir]',
    summary: 'begin a model: one workload, one outcome, one alarm, one runbook',
    load: () => import('./init.ts'),
  },
  {
    usage: 'validate [path]',
    summary: 'check types, references, owners and procedures; exit 3 when something is wrong',
    load: () => import('./validate.ts'),
  },
  {
    usage: 'plan [path]',
    summary: 'show what an apply would change',
    options: [
      ['--exit-code', 'exit 3 when something would change'],
      ['--out <file>', 'keep the plan, to apply exactly it'],
    ],
    load: () => import('./plan.ts'),
  },
  {
    usage: 'apply [path-or-plan]',
    summary: 'put the model in force',
    options: [['--dry-run', 'only say what it would do']],
    load: () => import('./apply.ts'),
  },
  {
    usage: 'undo [change]',
    summary: 'take back the last change of the model, or the one named workload@revision',
    options: [['--dry-run', 'only say what it would do']],
    load: () => import('./undo.ts'),
  },
  {
    usage: 'change list',
    summary: 'the applied revisions, newest first',
    load: () => import('./change-list.ts'),
  },
  {
    usage: 'export [path]',
    summary: 'print the manifest of a model, its objectives as OpenSLO, or the JSON Schema',
    options: [
      ['--schema', 'the JSON Schema'],
      ['--dashboard <name>', 'a generated dashboard as TypeScript to go on from'],
      [
        '--openslo',
        'its objectives as OpenSLO v1 instead; exit 3 when something has no place there',
      ],
    ],
    examples: ['opsplane export --dashboard engineers > ops/engineers.ts'],
    load: () => import('./export.ts'),
  },
  {
    usage: 'import prometheus-rules <path...>',
    summary: 'write alarms from rule files of Prometheus; exit 3 when something was left out',
    options: IMPORT_OPTIONS,
    examples: ['opsplane import prometheus-rules /etc/prometheus/rules --dry-run'],
    load: () => import('./import-prometheus-rules.ts'),
  },
  {
    usage: 'import cloudwatch-alarms <path...>',
    summary:
      'write alarms from `aws cloudwatch describe-alarms` or CloudFormation; exit 3 when something was left out',
    options: IMPORT_OPTIONS,
    examples: [
      'aws cloudwatch describe-alarms > alarms.json && opsplane import cloudwatch-alarms alarms.json',
    ],
    load: () => import('./import-cloudwatch-alarms.ts'),
  },
  {
    usage: 'import openslo <path...>',
    summary: 'write outcomes and alarms from OpenSLO v1; exit 3 when something was left out',
    options: IMPORT_OPTIONS,
    examples: ['opsplane import openslo slos/ --owner team:commerce --dry-run'],
    load: () => import('./import-openslo.ts'),
  },
  {
    usage: 'status',
    summary: 'outcomes, customers, technology; exit 3 when customers or the business suffer',
    load: () => import('./status.ts'),
  },
  {
    usage: 'status subscribers <page>',
    summary: 'who follows a status page',
    options: [
      ['--after <place>', 'where the page begins, as the answer before gave it'],
      ['--limit <count>', 'at most so many'],
    ],
    load: () => import('./status-subscribers.ts'),
  },
  {
    usage: 'status fan-outs <page>',
    summary: 'how far updates of a status page have been told to those who follow it',
    load: () => import('./status-fan-outs.ts'),
  },
  {
    usage: 'status release <job>',
    summary: 'let an update be told that was held or stopped',
    load: () => import('./status-release.ts'),
  },
  {
    usage: 'status import <page> <file>',
    summary: 'take over those who have agreed elsewhere: one address a line',
    load: () => import('./status-import.ts'),
  },
  {
    usage: 'status unsubscribe <page> <address>',
    summary: 'take an address out and erase it',
    load: () => import('./status-unsubscribe.ts'),
  },
  {
    usage: 'query <question>',
    summary: 'ask for metrics in PromQL, or for all telemetry in SQL',
    options: [
      ['--from <duration>', 'PromQL: a range from so long ago until now'],
      ['--step <duration>', 'PromQL: distance of the points of a range'],
      ['-n, --limit <count>', 'SQL: how many rows'],
    ],
    examples: [
      "opsplane query 'sum by (job) (rate(orders_total[5m]))' --from 1h",
      "opsplane query 'select service, count() from tel.logs group by service'",
    ],
    load: () => import('./query.ts'),
  },
  {
    usage: 'logs [search]',
    summary: 'search log records, newest last',
    options: [
      ...RANGE_OPTIONS,
      ['-n, --limit <count>', 'how many', '100'],
      ['--after <place>', 'the page before: what `next` said'],
      ['--templates', 'what they say, by template, instead of the records'],
      ['-f, --follow', 'go on with what arrives until interrupted'],
    ],
    examples: [
      'opsplane logs \'service:orders level>=error "card declined" -healthcheck\' --since 3h',
      "opsplane logs 'duration>500ms' --follow",
    ],
    load: () => import('./logs.ts'),
  },
  {
    usage: 'traces [search]',
    summary: 'search traces, newest first',
    options: [
      ...RANGE_OPTIONS,
      ['--slowest', 'those with the longest found span first'],
      ['-n, --limit <count>', 'how many', '50'],
      ['--after <place>', 'the next page: what `next` said'],
    ],
    examples: ["opsplane traces 'service:payments status:error duration>500ms'"],
    load: () => import('./traces.ts'),
  },
  {
    usage: 'trace <id>',
    summary: 'one trace as a waterfall, with what it waited for and its log records',
    options: [['--no-logs', 'without log records']],
    load: () => import('./trace.ts'),
  },
  {
    usage: 'promtest <file...>',
    summary:
      'hold PromQL against files in the promqltest format; exit 3 when an expectation is not met',
    options: [
      ['--rules', 'the files are unit tests of rules, as promtool test rules has them'],
      ['--no-native-histograms', 'leave out what reads or expects a native histogram'],
    ],
    examples: ['opsplane promtest --rules alerts_test.yml'],
    load: () => import('./promtest.ts'),
  },
  {
    usage: 'telemetry storage',
    summary: 'what telemetry costs on disk, by signal, and how long it is kept',
    load: () => import('./telemetry-storage.ts'),
  },
  {
    usage: 'telemetry delete',
    summary: 'delete what telemetry has about a person; counts first, and asks',
    options: [
      ['--attribute <name=value>', 'who: an attribute of records, spans and series'],
      ['--dry-run', 'only count'],
      ['--yes', 'without asking'],
    ],
    examples: ['opsplane telemetry delete --attribute user.id=123 --dry-run'],
    load: () => import('./telemetry-delete.ts'),
  },
  {
    usage: 'flows',
    summary: 'who talked to whom on the network, the largest first',
    options: [
      ['--refused', 'only what was refused'],
      ['--new', 'only what was not seen in the week before'],
      ['--address <address>', 'an address at either end'],
      ...RANGE_OPTIONS,
      ['-n, --limit <count>', 'how many; 100 unless told'],
    ],
    load: () => import('./flows.ts'),
  },
  {
    usage: 'activity [text]',
    summary: 'who did what, from where, to what, and how it ended',
    options: [
      ['--actor <name>', 'who'],
      ['--action <name>', 'what'],
      ['--target <name>', 'to what'],
      ['--address <address>', 'from where'],
      ['--outcome <outcome>', 'ok, denied or error'],
      ...RANGE_OPTIONS,
      ['-n, --limit <count>', 'how many; 100 unless told'],
      ['--after <next>', 'the page after another: its `next`'],
    ],
    examples: ['opsplane activity --outcome denied --since 1d'],
    load: () => import('./activity.ts'),
  },
  {
    usage: 'events',
    summary: 'the ledger, newest last',
    options: [
      ['--type <type>', 'only facts of a type, such as incident.opened'],
      ['--subject <subject>', 'only facts about one thing'],
      ['-n, --limit <count>', 'how many', '50'],
      ['--after <next>', 'the page after another: its `next`'],
      ['-f, --follow', 'go on until interrupted'],
    ],
    load: () => import('./events.ts'),
  },
  {
    usage: 'run <procedure>',
    summary: 'run a procedure and watch its steps',
    options: [
      ['--input <pairs>', 'parameters as name=value, separated by commas'],
      ['--incident <incident>', 'for which incident'],
      ['--dry-run', 'only what reads runs'],
      ['--detach', 'do not wait'],
    ],
    load: () => import('./run.ts'),
  },
  {
    usage: 'procedure list',
    summary: 'procedures with their owners and their last runs',
    load: () => import('./procedure-list.ts'),
  },
  {
    usage: 'decide <run> <choice>',
    summary: 'answer a step that waits for a person',
    options: [
      ['--step <name>', 'which step, when several wait'],
      ['--reason <text>', 'why'],
      ['--input <text>', 'what the step asks for: words, a number or a link'],
    ],
    load: () => import('./decide.ts'),
  },
  {
    usage: 'drill list',
    summary: 'experiments and their last results',
    load: () => import('./drill-list.ts'),
  },
  {
    usage: 'drill run <name>',
    summary:
      'inject the fault and check detection, response and recovery; exit 3 when an expectation is not met',
    options: [['--wait', 'until it has finished']],
    load: () => import('./drill-run.ts'),
  },
  {
    usage: 'drill report <name-or-drill>',
    summary: 'the last result of a drill with its timeline',
    load: () => import('./drill-report.ts'),
  },
  {
    usage: 'journey list',
    summary: 'journeys and their state, as of the last walk',
    load: () => import('./journey-list.ts'),
  },
  {
    usage: 'journey run <name>',
    summary: 'walk a journey now; exit 3 when it fails',
    load: () => import('./journey-run.ts'),
  },
  {
    usage: 'incident list',
    summary: 'the queue: incidents by priority, by loss each minute, by age',
    options: [['--all', 'resolved ones too']],
    load: () => import('./incident-list.ts'),
  },
  {
    usage: 'incident show <incident>',
    summary: 'one incident with its timeline',
    load: () => import('./incident-show.ts'),
  },
  {
    usage: 'incident causes <incident>',
    summary: 'suspects of an incident, the evidence, and the confirmed cause',
    load: () => import('./incident-causes.ts'),
  },
  {
    usage: 'incident confirm <incident>',
    summary: 'say what the cause was, from its trigger to its reach',
    options: [
      ['--suspect <name>', 'whom of the suspects it was: component:name'],
      ['--trigger <text>', 'what set it off'],
      ['--vulnerability <text>', 'what made that possible'],
      ['--not-caught <text>', 'why it was not caught before'],
      ['--reach <text>', 'why the impact was as large as it was'],
    ],
    load: () => import('./incident-confirm.ts'),
  },
  {
    usage: 'incident ack <incident>',
    summary: 'say that you are on it',
    load: () => import('./incident-ack.ts'),
  },
  {
    usage: 'incident escalate <incident>',
    summary: 'call the next step now',
    options: [
      ['--step <step>', 'another one: its name, or its number from 1'],
      ['--reason <text>', 'why'],
    ],
    load: () => import('./incident-escalate.ts'),
  },
  {
    usage: 'incident snooze <incident>',
    summary: 'call nobody for a while; then all of it begins anew',
    options: [
      ['--for <duration>', 'how long, at most 24h', '30m'],
      ['--reason <text>', 'why it may wait'],
    ],
    load: () => import('./incident-snooze.ts'),
  },
  {
    usage: 'incident reassign <incident> <to>',
    summary: 'call others from now on: escalation:, team:, rotation: or person:name',
    options: [['--reason <text>', 'why']],
    load: () => import('./incident-reassign.ts'),
  },
  {
    usage: 'incident case <incident> <party> <number>',
    summary: 'a third party has answered with its number for the matter',
    load: () => import('./incident-case.ts'),
  },
  {
    usage: 'escalation list',
    summary: 'the paths by which help is called, and for which incidents it is being called',
    load: () => import('./escalation-list.ts'),
  },
  {
    usage: 'escalation simulate [alarm]',
    summary: 'who would be called, step by step, if it began then and nobody answered',
    options: [
      ['--at <time>', 'when it begins, ISO 8601; now unless told'],
      ['--priority <priority>', 'P1 to P5; P1 unless told'],
      ['--escalation <name>', 'the path, where no alarm is named'],
    ],
    examples: ['opsplane escalation simulate checkout-errors --at 2026-03-01T03:00:00Z'],
    load: () => import('./escalation-simulate.ts'),
  },
  {
    usage: 'incident note <incident> <text>',
    summary: 'add a note to the timeline',
    load: () => import('./incident-note.ts'),
  },
  {
    usage: 'incident declare <title>',
    summary: 'declare an incident by hand',
    options: [['--outcome <names>', 'outcomes that suffer, separated by commas']],
    load: () => import('./incident-declare.ts'),
  },
  {
    usage: 'incident resolve <incident>',
    summary: 'say that it is over',
    options: [['--reason <text>', 'why']],
    load: () => import('./incident-resolve.ts'),
  },
  {
    usage: 'incident move <incident> <phase>',
    summary: 'say how far it is: triaged, investigating, identified, mitigating, monitoring',
    options: [['--reason <text>', 'why']],
    load: () => import('./incident-move.ts'),
  },
  {
    usage: 'incident role <incident> <role>',
    summary: 'take or hand over a role: commander, operations, communications, scribe',
    options: [
      ['--person <person>', 'who takes it: person:name; you unless told'],
      ['--note <text>', 'what whoever takes it over has to know'],
    ],
    load: () => import('./incident-role.ts'),
  },
  {
    usage: 'incident task <incident> <text>',
    summary: 'add what is to be done',
    options: [['--assignee <name>', 'person:name or team:name']],
    load: () => import('./incident-task.ts'),
  },
  {
    usage: 'incident ask <incident> <question>',
    summary: 'ask for a decision; it is answered in the console',
    options: [
      ['--options <choices>', 'what may be chosen, separated by commas'],
      ['--risk <text>', 'what it may cost'],
      ['--of <name>', 'who is empowered: person:name or team:name'],
    ],
    load: () => import('./incident-ask.ts'),
  },
  {
    usage: 'incident impact <incident>',
    summary: 'say from when to when customers felt it',
    options: [
      ['--from <time>', 'ISO 8601'],
      ['--to <time>', 'ISO 8601; left out while they feel it'],
      ['--reason <text>', 'how it is known'],
    ],
    load: () => import('./incident-impact.ts'),
  },
  {
    usage: 'problem list',
    summary: 'problems: what keeps coming back, and how far its cause is known',
    load: () => import('./problem-list.ts'),
  },
  {
    usage: 'problem show <problem>',
    summary: 'one problem with its way and its incidents',
    load: () => import('./problem-show.ts'),
  },
  {
    usage: 'problem open <title>',
    summary: 'open a problem',
    options: [
      ['--reason <text>', 'why it cannot be resolved now'],
      ['--incidents <incidents>', 'in which it was seen, separated by commas'],
      ['--owner <owner>', 'team:name or person:name; the owner of the workload unless told'],
    ],
    load: () => import('./problem-open.ts'),
  },
  {
    usage: 'problem move <problem> <state>',
    summary: 'move a problem on: diagnosed, known-error, fix-planned, fixed, verified, accepted …',
    options: [
      ['--reason <text>', 'why'],
      ['--cause <text>', 'once it is diagnosed'],
      ['--workaround <procedure>', 'what helps meanwhile: procedure:name'],
      ['--fix-by <date>', 'once a fix is planned'],
      ['--risk-owner <person>', 'who accepts to live with it'],
      ['--accepted-until <date>', 'for how long'],
    ],
    load: () => import('./problem-move.ts'),
  },
  {
    usage: 'problem link <problem> <incident>',
    summary: 'say that an incident belongs to a problem',
    load: () => import('./problem-link.ts'),
  },
  {
    usage: 'outcome list',
    summary: 'outcomes with targets and error budgets; exit 3 when one is missed',
    load: () => import('./outcome-list.ts'),
  },
  {
    usage: 'outcome show <name>',
    summary: 'one outcome: its budget, what it rests on, what protects it, what hurt it',
    load: () => import('./outcome-show.ts'),
  },
  {
    usage: 'dashboard list',
    summary: 'dashboards: those declared, and one for each audience that nobody had to draw',
    load: () => import('./dashboard-list.ts'),
  },
  {
    usage: 'dashboard show <name>',
    summary: 'what a dashboard says now, panel by panel',
    options: [['--from <duration>', 'so long back; its own range unless told']],
    load: () => import('./dashboard-show.ts'),
  },
  {
    usage: 'signal band <name>',
    summary: 'what is usual for a signal, and how it stands',
    options: [['--from <duration>', 'so long back; 1h unless told']],
    load: () => import('./signal-band.ts'),
  },
  {
    usage: 'alarm list',
    summary: 'alarms with state, owner and procedure',
    load: () => import('./alarm-list.ts'),
  },
  { usage: 'alarm show <name>', summary: 'one alarm', load: () => import('./alarm-show.ts') },
  {
    usage: 'alarm silence <name>',
    summary: 'make one alarm quiet, with a reason and an end',
    options: [
      ...SILENCE_OPTIONS.filter(([flag]) => !flag.startsWith('--alarm')),
      ...REASON_OPTIONS,
    ],
    examples: ['opsplane alarm silence checkout-slow --for 2h --reason "load test"'],
    load: () => import('./silence-create.ts'),
  },
  {
    usage: 'alarm quality',
    summary: 'which alarms lead to an action, and which only wake people',
    options: [['--from <duration>', 'how far back', '30d']],
    load: () => import('./alarm-quality.ts'),
  },
  {
    usage: 'silence create',
    summary: 'make alarms quiet, with a reason and an end; says what it hides',
    options: [
      ...SILENCE_OPTIONS,
      ...REASON_OPTIONS,
      ['--dry-run', 'only say what it would have hidden'],
    ],
    examples: [
      'opsplane silence create --match \'severity="warning"\' --for 2h --reason "load test"',
    ],
    load: () => import('./silence-create.ts'),
  },
  {
    usage: 'silence preview',
    summary: 'what a silence would have hidden in the last 7 days, and hides now',
    options: SILENCE_OPTIONS,
    load: () => import('./silence-preview.ts'),
  },
  {
    usage: 'silence list',
    summary: 'silences and maintenance that stand, with their end and their author',
    options: [['--all', 'those that are over, too']],
    load: () => import('./silence-list.ts'),
  },
  {
    usage: 'silence end <silence>',
    summary: 'end a silence before its time; what is still raised is told now',
    options: [['--reason <text>', 'why']],
    load: () => import('./silence-end.ts'),
  },
  {
    usage: 'maintenance create',
    summary: 'work on components or environments: alarms are quiet meanwhile',
    options: [
      ...SILENCE_OPTIONS,
      ...REASON_OPTIONS,
      ['--dry-run', 'only say what it would have hidden'],
    ],
    examples: ['opsplane maintenance create --component database --for 4h --reason "patches"'],
    load: () => import('./maintenance-create.ts'),
  },
  {
    usage: 'maintenance list',
    summary: 'maintenance that stands, of the model and by hand',
    options: [['--all', 'what is over, too']],
    load: () => import('./maintenance-list.ts'),
  },
  {
    usage: 'maintenance end <maintenance>',
    summary: 'end a maintenance before its time',
    options: [['--reason <text>', 'why']],
    load: () => import('./silence-end.ts'),
  },
  {
    usage: 'scrape list',
    summary: 'targets that are asked for metrics, and how it stands with each',
    load: () => import('./scrape-list.ts'),
  },
  {
    usage: 'channel list',
    summary: 'the channels of the model, and how the last message of each went',
    load: () => import('./channel-list.ts'),
  },
  {
    usage: 'channel test <recipient>',
    summary: 'tell a channel, or a person by all their ways, that nothing has happened',
    load: () => import('./channel-test.ts'),
  },
  {
    usage: 'event-source list',
    summary: 'systems that send events here, and how it stands with each',
    load: () => import('./event-source-list.ts'),
  },
  {
    usage: 'event-source events [source]',
    summary: 'what they told that is no alert, the newest first',
    options: [['--limit <count>', 'at most so many']],
    load: () => import('./event-source-events.ts'),
  },
  {
    usage: 'event-source confirm <source>',
    summary: 'let the topics in that have asked for it',
    load: () => import('./event-source-confirm.ts'),
  },
  {
    usage: 'oncall override <rotation> <person>',
    summary: 'let a person take the place of whoever is on call for a while',
    options: [
      ['--from <time>', 'ISO 8601; now unless told'],
      ['--to <time>', 'ISO 8601'],
      ['--for <duration>', 'how long, where no end is told', '8h'],
      ['--reason <text>', 'why'],
    ],
    load: () => import('./oncall-override.ts'),
  },
  {
    usage: 'oncall end-override <override>',
    summary: 'take an override back',
    load: () => import('./oncall-end-override.ts'),
  },
  {
    usage: 'oncall who',
    summary: 'who is on call now and who is next',
    load: () => import('./oncall-who.ts'),
  },
  {
    usage: 'review',
    summary: 'the design review, answered from evidence',
    options: [['--question <number>', 'only one question']],
    load: () => import('./review.ts'),
  },
  {
    usage: 'ledger verify',
    summary: 'walk the hash chain; exit 3 and the first altered fact when it is broken',
    load: () => import('./ledger-verify.ts'),
  },
  {
    usage: 'ledger rebuild',
    summary: 'drop the projections and fold them anew',
    load: () => import('./ledger-rebuild.ts'),
  },
  {
    usage: 'login',
    summary: 'make a link that signs a browser in, or keep a token for a server',
    options: [['--link', 'print a one-time sign-in link']],
    load: () => import('./login.ts'),
  },
  { usage: 'whoami', summary: 'who this token belongs to', load: () => import('./whoami.ts') },
  {
    usage: 'account role <name> <role>',
    summary: 'make an account or change its role: viewer, responder, operator, admin',
    load: () => import('./account-role.ts'),
  },
  {
    usage: 'account password',
    summary: 'set your own password, from standard input',
    load: () => import('./account-password.ts'),
  },
  {
    usage: 'doctor',
    summary: 'check the installation; every finding with its mend',
    load: () => import('./doctor.ts'),
  },
  {
    usage: 'open [thing]',
    summary: 'print and open the console address of anything',
    load: () => import('./open.ts'),
  },
  {
    usage: 'wait <thing>',
    summary: 'wait until an incident, a run or a drill has a state; exit 3 when it ends otherwise',
    options: [['--for <state>', 'the state; resolved, succeeded or passed unless told']],
    load: () => import('./wait.ts'),
  },
  {
    usage: 'completion <shell>',
    summary: 'completion for bash, zsh or fish',
    load: () => import('./completion.ts'),
  },
  { usage: 'version', summary: 'the version', load: () => import('./version.ts') },
]
