CREATE INDEX alarm_instance_by_workload ON public.alarm_instance USING btree (workload, "position")
CREATE INDEX delivery_by_time ON public.delivery USING btree (received_at)
CREATE INDEX deployment_by_time ON public.deployment USING btree (workload, finished_at)
CREATE INDEX drill_by_experiment ON public.drill USING btree (workload, experiment, started_at DESC)
CREATE INDEX drill_by_incident ON public.drill USING btree (incident)
CREATE INDEX fan_out_by_page ON public.fan_out USING btree (workload, page, "position")
CREATE INDEX fan_out_in_work ON public.fan_out USING btree ("position") WHERE (ended_at IS NULL)
CREATE INDEX improvement_by_retrospective ON public.improvement USING btree (retrospective)
CREATE INDEX incident_alarm_by_instance ON public.incident_alarm USING btree (instance) WHERE (cleared_at IS NULL)
CREATE INDEX incident_by_group ON public.incident USING btree (workload, group_key, opened_at DESC)
CREATE INDEX incident_by_time ON public.incident USING btree (workload, opened_at DESC)
CREATE INDEX ledger_by_correlation ON public.ledger USING btree (correlation, "position")
CREATE INDEX ledger_by_subject ON public.ledger USING btree (subject, "position")
CREATE INDEX ledger_by_type ON public.ledger USING btree (type, "position")
CREATE INDEX lesson_by_retrospective ON public.lesson USING btree (retrospective)
CREATE INDEX notification_by_incident ON public.notification USING btree (incident, "position")
CREATE INDEX notification_by_topic ON public.notification USING btree (topic, "position")
CREATE INDEX notification_in_hand ON public.notification USING btree (topic, channel, address, "position") WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]))
CREATE INDEX notification_waiting ON public.notification USING btree (next_attempt_at, "position") WHERE (state = 'queued'::text)
CREATE INDEX oncall_override_ends ON public.oncall_override USING btree (workload, ends_at)
CREATE INDEX open_alarm_workload ON public.open_alarm USING btree (workload)
CREATE INDEX problem_by_group ON public.problem USING btree (workload, group_key)
CREATE INDEX problem_incident_by_incident ON public.problem_incident USING btree (incident)
CREATE INDEX procedure_run_by_incident ON public.procedure_run USING btree (incident) WHERE (incident IS NOT NULL)
CREATE INDEX procedure_run_by_procedure ON public.procedure_run USING btree (workload, procedure, created_at)
CREATE INDEX procedure_run_open ON public.procedure_run USING btree (id) WHERE (ended_at IS NULL)
CREATE INDEX received_event_by_time ON public.received_event USING btree (workload, occurred_at DESC)
CREATE INDEX response_decision_by_incident ON public.response_decision USING btree (incident, asked_at)
CREATE INDEX response_task_by_incident ON public.response_task USING btree (incident, added_at)
CREATE INDEX retrospective_by_time ON public.retrospective USING btree (workload, opened_at DESC)
CREATE INDEX review_milestone_by_time ON public.review_milestone USING btree (workload, recorded_at DESC)
CREATE INDEX silence_workload ON public.silence USING btree (workload, ended_at)
CREATE INDEX status_update_by_incident ON public.status_update USING btree (incident)
CREATE INDEX subscriber_message_by_subscriber ON public.subscriber_message USING btree (subscriber)
CREATE INDEX subscriber_message_due ON public.subscriber_message USING btree (fan_out, next_at) WHERE (state = 'queued'::text)
CREATE INDEX subscriber_message_in_hand ON public.subscriber_message USING btree (epoch) WHERE (state = 'sending'::text)
CREATE INDEX timer_by_due ON public.timer USING btree (due_at)
CREATE UNIQUE INDEX account_pkey ON public.account USING btree (name)
CREATE UNIQUE INDEX alarm_instance_pkey ON public.alarm_instance USING btree (instance)
CREATE UNIQUE INDEX alarm_rule_health_pkey ON public.alarm_rule_health USING btree (workload, alarm)
CREATE UNIQUE INDEX alarm_tally_pkey ON public.alarm_tally USING btree (workload, alarm)
CREATE UNIQUE INDEX alarm_watch_pkey ON public.alarm_watch USING btree (key)
CREATE UNIQUE INDEX api_token_pkey ON public.api_token USING btree (hash)
CREATE UNIQUE INDEX delivery_pkey ON public.delivery USING btree (workload, source, delivery_id)
CREATE UNIQUE INDEX deployment_pkey ON public.deployment USING btree (id)
CREATE UNIQUE INDEX deployment_workload_delivery_id_key ON public.deployment USING btree (workload, delivery_id)
CREATE UNIQUE INDEX drill_activity_pkey ON public.drill_activity USING btree (drill, phase, place)
CREATE UNIQUE INDEX drill_check_pkey ON public.drill_check USING btree (drill, moment)
CREATE UNIQUE INDEX drill_expectation_pkey ON public.drill_expectation USING btree (drill, name)
CREATE UNIQUE INDEX drill_one_in_environment ON public.drill USING btree (workload, environment) WHERE (state <> 'finished'::text)
CREATE UNIQUE INDEX drill_pkey ON public.drill USING btree (id)
CREATE UNIQUE INDEX drill_workload_number_key ON public.drill USING btree (workload, number)
CREATE UNIQUE INDEX escalation_party_pkey ON public.escalation_party USING btree (incident, party)
CREATE UNIQUE INDEX escalation_pkey ON public.escalation USING btree (incident)
CREATE UNIQUE INDEX escalation_step_pkey ON public.escalation_step USING btree (incident, cycle, step)
CREATE UNIQUE INDEX escalation_trigger_pkey ON public.escalation_trigger USING btree (incident, trigger)
CREATE UNIQUE INDEX fan_out_pkey ON public.fan_out USING btree (id)
CREATE UNIQUE INDEX improvement_move_pkey ON public.improvement_move USING btree (improvement, "position")
CREATE UNIQUE INDEX improvement_pkey ON public.improvement USING btree (id)
CREATE UNIQUE INDEX improvement_workload_number_key ON public.improvement USING btree (workload, number)
CREATE UNIQUE INDEX incident_alarm_pkey ON public.incident_alarm USING btree (incident, instance)
CREATE UNIQUE INDEX incident_open_by_group ON public.incident USING btree (workload, group_key) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX incident_pkey ON public.incident USING btree (id)
CREATE UNIQUE INDEX incident_workload_number_key ON public.incident USING btree (workload, number)
CREATE UNIQUE INDEX lease_pkey ON public.lease USING btree (key)
CREATE UNIQUE INDEX ledger_head_pkey ON public.ledger_head USING btree (singleton)
CREATE UNIQUE INDEX ledger_id_key ON public.ledger USING btree (id)
CREATE UNIQUE INDEX ledger_key_pkey ON public.ledger_key USING btree (id)
CREATE UNIQUE INDEX ledger_pkey ON public.ledger USING btree ("position")
CREATE UNIQUE INDEX ledger_signature_pkey ON public.ledger_signature USING btree ("position")
CREATE UNIQUE INDEX lesson_acknowledgement_pkey ON public.lesson_acknowledgement USING btree (lesson, by)
CREATE UNIQUE INDEX lesson_pkey ON public.lesson USING btree (id)
CREATE UNIQUE INDEX lesson_workload_number_key ON public.lesson USING btree (workload, number)
CREATE UNIQUE INDEX link_key_pkey ON public.link_key USING btree (singleton)
CREATE UNIQUE INDEX migration_pkey ON public.migration USING btree (version)
CREATE UNIQUE INDEX model_revision_pkey ON public.model_revision USING btree (workload, revision)
CREATE UNIQUE INDEX notification_pkey ON public.notification USING btree (id)
CREATE UNIQUE INDEX notification_position_key ON public.notification USING btree ("position")
CREATE UNIQUE INDEX oncall_override_pkey ON public.oncall_override USING btree (id)
CREATE UNIQUE INDEX open_alarm_pkey ON public.open_alarm USING btree (instance)
CREATE UNIQUE INDEX problem_incident_pkey ON public.problem_incident USING btree (problem, incident)
CREATE UNIQUE INDEX problem_move_pkey ON public.problem_move USING btree (problem, "position")
CREATE UNIQUE INDEX problem_pkey ON public.problem USING btree (id)
CREATE UNIQUE INDEX problem_workload_number_key ON public.problem USING btree (workload, number)
CREATE UNIQUE INDEX procedure_run_dedupe_key ON public.procedure_run USING btree (dedupe)
CREATE UNIQUE INDEX procedure_run_pkey ON public.procedure_run USING btree (id)
CREATE UNIQUE INDEX procedure_step_pkey ON public.procedure_step USING btree (run, step)
CREATE UNIQUE INDEX procedure_wake_pkey ON public.procedure_wake USING btree (run)
CREATE UNIQUE INDEX pushed_alert_pkey ON public.pushed_alert USING btree (workload, source, fingerprint)
CREATE UNIQUE INDEX pushed_source_pkey ON public.pushed_source USING btree (workload, source)
CREATE UNIQUE INDEX reaction_cursor_pkey ON public.reaction_cursor USING btree (name)
CREATE UNIQUE INDEX reaction_parked_pkey ON public.reaction_parked USING btree (name, "position")
CREATE UNIQUE INDEX received_event_pkey ON public.received_event USING btree (id)
CREATE UNIQUE INDEX removed_resource_pkey ON public.removed_resource USING btree (workload, resource)
CREATE UNIQUE INDEX response_decision_pkey ON public.response_decision USING btree (id)
CREATE UNIQUE INDEX response_pkey ON public.response USING btree (incident)
CREATE UNIQUE INDEX response_role_pkey ON public.response_role USING btree (incident, role)
CREATE UNIQUE INDEX response_task_pkey ON public.response_task USING btree (id)
CREATE UNIQUE INDEX retrospective_incident_key ON public.retrospective USING btree (incident)
CREATE UNIQUE INDEX retrospective_pkey ON public.retrospective USING btree (id)
CREATE UNIQUE INDEX retrospective_workload_number_key ON public.retrospective USING btree (workload, number)
CREATE UNIQUE INDEX review_milestone_pkey ON public.review_milestone USING btree (id)
CREATE UNIQUE INDEX review_reason_pkey ON public.review_reason USING btree (workload, practice)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (hash)
CREATE UNIQUE INDEX sign_in_link_pkey ON public.sign_in_link USING btree (hash)
CREATE UNIQUE INDEX silence_pkey ON public.silence USING btree (id)
CREATE UNIQUE INDEX source_subscription_pkey ON public.source_subscription USING btree (workload, source, topic)
CREATE UNIQUE INDEX status_component_pkey ON public.status_component USING btree (workload, page, component)
CREATE UNIQUE INDEX status_update_pkey ON public.status_update USING btree (workload, page, seq)
CREATE UNIQUE INDEX step_output_pkey ON public.step_output USING btree (run, step, line)
CREATE UNIQUE INDEX step_process_pkey ON public.step_process USING btree (run, step)
CREATE UNIQUE INDEX subscriber_id_key ON public.subscriber USING btree (id)
CREATE UNIQUE INDEX subscriber_message_pkey ON public.subscriber_message USING btree (fan_out, subscriber, channel)
CREATE UNIQUE INDEX subscriber_pkey ON public.subscriber USING btree (number)
CREATE UNIQUE INDEX subscriber_workload_page_kind_address_key ON public.subscriber USING btree (workload, page, kind, address)
CREATE UNIQUE INDEX subscriber_workload_page_seq_key ON public.subscriber USING btree (workload, page, seq)
CREATE UNIQUE INDEX timer_pkey ON public.timer USING btree (key)
account.made_at timestamp with time zone not null default now()
account.name text not null
account.password_hash text
account.role text not null
account: PRIMARY KEY (name)
alarm_instance.added_labels jsonb not null default '{}'::jsonb
alarm_instance.alarm text not null
alarm_instance.annotations jsonb not null default '{}'::jsonb
alarm_instance.blind boolean not null
alarm_instance.changes jsonb not null default '[]'::jsonb
alarm_instance.flapping jsonb
alarm_instance.group_key text
alarm_instance.instance text not null
alarm_instance.labels jsonb not null
alarm_instance.last_tick timestamp with time zone not null
alarm_instance.position bigint not null
alarm_instance.raised_at timestamp with time zone
alarm_instance.reason text
alarm_instance.since timestamp with time zone not null
alarm_instance.stale boolean not null default false
alarm_instance.state text not null
alarm_instance.value double precision
alarm_instance.version text not null
alarm_instance.workload text not null
alarm_instance: CHECK ((state = ANY (ARRAY['ok'::text, 'pending'::text, 'firing'::text, 'recovering'::text, 'nodata'::text])))
alarm_instance: PRIMARY KEY (instance)
alarm_rule_health.alarm text not null
alarm_rule_health.dropped integer not null default 0
alarm_rule_health.error text not null
alarm_rule_health.since timestamp with time zone not null
alarm_rule_health.workload text not null
alarm_rule_health: PRIMARY KEY (workload, alarm)
alarm_tally.alarm text not null
alarm_tally.flapping_changes integer not null
alarm_tally.flappings integer not null
alarm_tally.late_at timestamp with time zone
alarm_tally.late_samples bigint not null
alarm_tally.workload text not null
alarm_tally: PRIMARY KEY (workload, alarm)
alarm_watch.key text not null
alarm_watch.looked_at timestamp with time zone not null
alarm_watch: PRIMARY KEY (key)
api_token.account text not null
api_token.hash text not null
api_token.label text not null
api_token.made_at timestamp with time zone not null default now()
api_token: FOREIGN KEY (account) REFERENCES account(name) ON DELETE CASCADE
api_token: PRIMARY KEY (hash)
delivery.answer jsonb not null
delivery.delivery_id text not null
delivery.received_at timestamp with time zone not null
delivery.source text not null
delivery.status integer not null
delivery.workload text not null
delivery: PRIMARY KEY (workload, source, delivery_id)
deployment.component text not null
deployment.delivery_id text not null
deployment.environment text not null
deployment.finished_at timestamp with time zone not null
deployment.id text not null
deployment.outcome text not null
deployment.previous text
deployment.version text not null
deployment.workload text not null
deployment: PRIMARY KEY (id)
deployment: UNIQUE (workload, delivery_id)
drill.aborted_reason text
drill.alarm_correlation text
drill.alarm_group text
drill.alarm_instance text
drill.environment text not null
drill.experiment text not null
drill.fault_at timestamp with time zone
drill.finished_at timestamp with time zone
drill.finished_position bigint
drill.id text not null
drill.incident text
drill.number integer not null
drill.outcome text
drill.reason text
drill.reverted boolean
drill.reverting_at timestamp with time zone
drill.run text
drill.score double precision
drill.signals jsonb not null
drill.spec jsonb not null
drill.started_at timestamp with time zone not null
drill.started_by text not null
drill.started_position bigint not null
drill.state text not null
drill.title text not null
drill.workload text not null
drill: CHECK ((state = ANY (ARRAY['checking'::text, 'injecting'::text, 'reverting'::text, 'finished'::text])))
drill: PRIMARY KEY (id)
drill: UNIQUE (workload, number)
drill_activity.attempt integer not null
drill_activity.attempted_at timestamp with time zone not null
drill_activity.drill text not null
drill_activity.ended_at timestamp with time zone
drill_activity.epoch bigint not null
drill_activity.name text not null
drill_activity.output text
drill_activity.phase text not null
drill_activity.place integer not null
drill_activity.reason text
drill_activity.retry_at timestamp with time zone
drill_activity.state text not null
drill_activity: CHECK ((phase = ANY (ARRAY['method'::text, 'rollback'::text])))
drill_activity: CHECK ((state = ANY (ARRAY['attempted'::text, 'succeeded'::text, 'failed'::text])))
drill_activity: FOREIGN KEY (drill) REFERENCES drill(id)
drill_activity: PRIMARY KEY (drill, phase, place)
drill_check.checked_at timestamp with time zone not null
drill_check.drill text not null
drill_check.met boolean not null
drill_check.moment text not null
drill_check.probes jsonb not null
drill_check: CHECK ((moment = ANY (ARRAY['before'::text, 'after'::text])))
drill_check: FOREIGN KEY (drill) REFERENCES drill(id)
drill_check: PRIMARY KEY (drill, moment)
drill_expectation.after_ms double precision
drill_expectation.because text
drill_expectation.drill text not null
drill_expectation.limit_ms double precision not null
drill_expectation.met_at timestamp with time zone
drill_expectation.name text not null
drill_expectation.place integer not null
drill_expectation.reason text
drill_expectation.state text not null
drill_expectation.title text not null
drill_expectation.weight double precision not null
drill_expectation: CHECK ((state = ANY (ARRAY['open'::text, 'met'::text, 'missed'::text])))
drill_expectation: FOREIGN KEY (drill) REFERENCES drill(id)
drill_expectation: PRIMARY KEY (drill, name)
escalation.ack_by_priority boolean not null default false
escalation.ack_ttl_ms bigint not null
escalation.awaits jsonb not null default '[]'::jsonb
escalation.cycle integer not null
escalation.due_at timestamp with time zone
escalation.fallback text not null
escalation.held_by text
escalation.held_until timestamp with time zone
escalation.incident text not null
escalation.number integer not null
escalation.policy text
escalation.snoozed_by text
escalation.snoozed_until timestamp with time zone
escalation.started_at timestamp with time zone not null
escalation.state text not null
escalation.step integer not null
escalation.steps jsonb not null
escalation.triggers jsonb not null default '[]'::jsonb
escalation.workload text not null
escalation.zone text not null default 'UTC'::text
escalation: CHECK ((state = ANY (ARRAY['running'::text, 'acknowledged'::text, 'snoozed'::text, 'exhausted'::text, 'stopped'::text])))
escalation: PRIMARY KEY (incident)
escalation_party.answer_by timestamp with time zone not null
escalation_party.called_at timestamp with time zone not null
escalation_party.case_by text
escalation_party.case_number text
escalation_party.incident text not null
escalation_party.late_at timestamp with time zone
escalation_party.party text not null
escalation_party: PRIMARY KEY (incident, party)
escalation_step.cycle integer not null
escalation_step.executed_at timestamp with time zone not null
escalation_step.incident text not null
escalation_step.recipients jsonb not null
escalation_step.step integer not null
escalation_step: FOREIGN KEY (incident) REFERENCES escalation(incident)
escalation_step: PRIMARY KEY (incident, cycle, step)
escalation_trigger.fired_at timestamp with time zone not null
escalation_trigger.incident text not null
escalation_trigger.trigger text not null
escalation_trigger: PRIMARY KEY (incident, trigger)
fan_out.closed_by text
fan_out.component text not null
fan_out.counts jsonb
fan_out.cursor bigint not null default 0
fan_out.ended_at timestamp with time zone
fan_out.id text not null
fan_out.is_complete boolean not null default false
fan_out.message jsonb not null
fan_out.offer jsonb not null
fan_out.page text not null
fan_out.position bigint not null
fan_out.published_at timestamp with time zone not null
fan_out.reason text
fan_out.released_by text
fan_out.said text not null
fan_out.started_at timestamp with time zone not null
fan_out.state text not null default 'running'::text
fan_out.tenths integer not null default 0
fan_out.total integer
fan_out.up_to bigint not null
fan_out.update_seq integer not null
fan_out.workload text not null
fan_out: PRIMARY KEY (id)
improvement.after jsonb
improvement.before jsonb
improvement.driver text not null
improvement.effort_hours double precision
improvement.evaluate_at timestamp with time zone
improvement.hypothesis text not null
improvement.id text not null
improvement.lesson text
improvement.moved_at timestamp with time zone not null
improvement.number integer not null
improvement.owner text not null
improvement.problem text not null
improvement.proposed_at timestamp with time zone not null
improvement.proposed_by text not null
improvement.retrospective text
improvement.state text not null
improvement.target jsonb
improvement.title text not null
improvement.verdict_reason text
improvement.workload text not null
improvement: PRIMARY KEY (id)
improvement: UNIQUE (workload, number)
improvement_move.at timestamp with time zone not null
improvement_move.by text not null
improvement_move.from_state text not null
improvement_move.improvement text not null
improvement_move.position bigint not null
improvement_move.reason text not null
improvement_move.to_state text not null
improvement_move: FOREIGN KEY (improvement) REFERENCES improvement(id)
improvement_move: PRIMARY KEY (improvement, "position")
incident.acknowledged_at timestamp with time zone
incident.acknowledged_by text
incident.acknowledged_until timestamp with time zone
incident.alarm text
incident.group_key text not null
incident.id text not null
incident.number integer not null
incident.occurred_at timestamp with time zone not null
incident.opened_at timestamp with time zone not null
incident.outcomes jsonb not null
incident.owner text not null
incident.priority text not null
incident.priority_by text
incident.priority_reason text not null
incident.procedure text
incident.recurrence_of text
incident.reopened_count integer not null default 0
incident.resolved_at timestamp with time zone
incident.resolved_by text
incident.resolved_reason text
incident.severity text not null
incident.state text not null
incident.title text not null
incident.workload text not null
incident: CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text])))
incident: PRIMARY KEY (id)
incident: UNIQUE (workload, number)
incident_alarm.alarm text not null
incident_alarm.annotations jsonb not null default '{}'::jsonb
incident_alarm.announced boolean not null default true
incident_alarm.cleared_at timestamp with time zone
incident_alarm.incident text not null
incident_alarm.instance text not null
incident_alarm.labels jsonb not null default '{}'::jsonb
incident_alarm.raised_at timestamp with time zone not null
incident_alarm.title text not null
incident_alarm: FOREIGN KEY (incident) REFERENCES incident(id)
incident_alarm: PRIMARY KEY (incident, instance)
lease.epoch bigint not null
lease.key text not null
lease.owner text not null
lease.until timestamp with time zone not null
lease: PRIMARY KEY (key)
ledger.actor text not null
ledger.cause text
ledger.correlation text not null
ledger.data jsonb not null
ledger.hash bytea not null
ledger.id text not null
ledger.position bigint not null
ledger.recorded_at timestamp with time zone not null
ledger.source text not null
ledger.subject text not null
ledger.time timestamp with time zone not null
ledger.type text not null
ledger: PRIMARY KEY ("position")
ledger: UNIQUE (id)
ledger_head.hash bytea not null
ledger_head.position bigint not null
ledger_head.recorded_at timestamp with time zone not null
ledger_head.singleton boolean not null default true
ledger_head: CHECK (singleton)
ledger_head: PRIMARY KEY (singleton)
ledger_key.id text not null
ledger_key.made_at timestamp with time zone not null default now()
ledger_key.public_key text not null
ledger_key: PRIMARY KEY (id)
ledger_signature.hash bytea not null
ledger_signature.key text not null
ledger_signature.position bigint not null
ledger_signature.signature bytea not null
ledger_signature.signed_at timestamp with time zone not null default now()
ledger_signature: FOREIGN KEY (key) REFERENCES ledger_key(id)
ledger_signature: PRIMARY KEY ("position")
lesson.applies_to jsonb not null
lesson.context text not null
lesson.id text not null
lesson.kind text not null
lesson.number integer not null
lesson.recorded_at timestamp with time zone not null
lesson.recorded_by text not null
lesson.retrospective text
lesson.source_id text
lesson.source_kind text not null
lesson.statement text not null
lesson.surprised boolean not null
lesson.workload text not null
lesson: PRIMARY KEY (id)
lesson: UNIQUE (workload, number)
lesson_acknowledgement.at timestamp with time zone not null
lesson_acknowledgement.by text not null
lesson_acknowledgement.lesson text not null
lesson_acknowledgement.team text
lesson_acknowledgement: FOREIGN KEY (lesson) REFERENCES lesson(id)
lesson_acknowledgement: PRIMARY KEY (lesson, by)
link_key.key bytea not null
link_key.singleton boolean not null default true
link_key: CHECK (singleton)
link_key: PRIMARY KEY (singleton)
migration.applied_at timestamp with time zone not null default now()
migration.checksum text not null
migration.name text not null
migration.version integer not null
migration: PRIMARY KEY (version)
model_revision.applied_at timestamp with time zone not null
model_revision.applied_by text not null
model_revision.changes jsonb not null
model_revision.fact text not null
model_revision.hash text not null
model_revision.manifest jsonb not null
model_revision.revision integer not null
model_revision.size jsonb not null
model_revision.undo_of integer
model_revision.workload text not null
model_revision: PRIMARY KEY (workload, revision)
notification.accepted_at timestamp with time zone
notification.address text not null
notification.answered_at timestamp with time zone
notification.attempted_at timestamp with time zone
notification.attempts integer not null default 0
notification.called_off text
notification.channel text not null
notification.config jsonb not null
notification.correlation text not null
notification.epoch bigint
notification.expires_at timestamp with time zone not null
notification.id text not null
notification.incident text
notification.maybe_told boolean not null default false
notification.message jsonb not null
notification.next_attempt_at timestamp with time zone
notification.position bigint not null
notification.purpose text not null
notification.queued_at timestamp with time zone not null
notification.reason text
notification.recipient text not null
notification.recovered_by text
notification.recovery_of jsonb not null
notification.state text not null
notification.topic text not null
notification.workload text not null
notification: CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'failed'::text, 'expired'::text, 'cancelled'::text, 'superseded'::text])))
notification: PRIMARY KEY (id)
notification: UNIQUE ("position")
oncall_override.ends_at timestamp with time zone not null
oncall_override.id text not null
oncall_override.person text not null
oncall_override.reason text not null
oncall_override.rotation text not null
oncall_override.set_at timestamp with time zone not null
oncall_override.set_by text not null
oncall_override.starts_at timestamp with time zone not null
oncall_override.workload text not null
oncall_override: PRIMARY KEY (id)
open_alarm.alarm text not null
open_alarm.instance text not null
open_alarm.labels jsonb not null
open_alarm.lost jsonb
open_alarm.opened_at timestamp with time zone not null
open_alarm.raised jsonb
open_alarm.reasons jsonb not null default '[]'::jsonb
open_alarm.severity text
open_alarm.suppressed_at timestamp with time zone
open_alarm.workload text not null
open_alarm: PRIMARY KEY (instance)
problem.accepted_until timestamp with time zone
problem.cause text
problem.fix_by timestamp with time zone
problem.group_key text
problem.id text not null
problem.moved_at timestamp with time zone not null
problem.number integer not null
problem.opened_at timestamp with time zone not null
problem.opened_by text not null
problem.owner text not null
problem.reason text not null
problem.risk_owner text
problem.state text not null
problem.title text not null
problem.workaround text
problem.workload text not null
problem: PRIMARY KEY (id)
problem: UNIQUE (workload, number)
problem_incident.by text not null
problem_incident.incident text not null
problem_incident.linked_at timestamp with time zone not null
problem_incident.problem text not null
problem_incident: FOREIGN KEY (problem) REFERENCES problem(id)
problem_incident: PRIMARY KEY (problem, incident)
problem_move.at timestamp with time zone not null
problem_move.by text not null
problem_move.from_state text not null
problem_move.position bigint not null
problem_move.problem text not null
problem_move.reason text not null
problem_move.to_state text not null
problem_move: FOREIGN KEY (problem) REFERENCES problem(id)
problem_move: PRIMARY KEY (problem, "position")
procedure_run.alarm text
procedure_run.cancel_reason text
procedure_run.correlation text not null
procedure_run.created_at timestamp with time zone not null
procedure_run.dedupe text
procedure_run.dry boolean not null
procedure_run.ended_at timestamp with time zone
procedure_run.environment text not null
procedure_run.fact text not null
procedure_run.hash text not null
procedure_run.id text not null
procedure_run.incident text
procedure_run.kind text not null
procedure_run.params jsonb not null
procedure_run.plan jsonb not null
procedure_run.procedure text not null
procedure_run.reason text
procedure_run.started_by text not null
procedure_run.state text not null
procedure_run.title text not null
procedure_run.trigger text not null
procedure_run.workload text not null
procedure_run: PRIMARY KEY (id)
procedure_run: UNIQUE (dedupe)
procedure_step.answers jsonb not null
procedure_step.attempt integer not null
procedure_step.compensates text
procedure_step.done_position bigint
procedure_step.effect text not null
procedure_step.ended_at timestamp with time zone
procedure_step.ordinal bigint not null
procedure_step.outputs jsonb not null
procedure_step.retry_at timestamp with time zone
procedure_step.run text not null
procedure_step.started_at timestamp with time zone not null
procedure_step.state text not null
procedure_step.step text not null
procedure_step.summary text
procedure_step.waiting jsonb
procedure_step: FOREIGN KEY (run) REFERENCES procedure_run(id) ON DELETE CASCADE
procedure_step: PRIMARY KEY (run, step)
procedure_wake.at timestamp with time zone not null
procedure_wake.run text not null
procedure_wake: PRIMARY KEY (run)
pushed_alert.annotations jsonb not null
pushed_alert.ends_at timestamp with time zone not null
pushed_alert.fingerprint text not null
pushed_alert.labels jsonb not null
pushed_alert.received_at timestamp with time zone not null
pushed_alert.said_at timestamp with time zone not null
pushed_alert.source text not null
pushed_alert.starts_at timestamp with time zone not null
pushed_alert.url text not null
pushed_alert.workload text not null
pushed_alert: PRIMARY KEY (workload, source, fingerprint)
pushed_source.heard_at timestamp with time zone not null
pushed_source.source text not null
pushed_source.workload text not null
pushed_source: PRIMARY KEY (workload, source)
reaction_cursor.attempts integer not null default 0
reaction_cursor.error text
reaction_cursor.name text not null
reaction_cursor.position bigint not null
reaction_cursor: PRIMARY KEY (name)
reaction_parked.error text not null
reaction_parked.name text not null
reaction_parked.parked_at timestamp with time zone not null default now()
reaction_parked.position bigint not null
reaction_parked: PRIMARY KEY (name, "position")
received_event.id text not null
received_event.identity text
received_event.labels jsonb not null
received_event.occurred_at timestamp with time zone not null
received_event.position bigint not null
received_event.severity text
received_event.source text not null
received_event.state text
received_event.title text not null
received_event.type text not null
received_event.url text not null
received_event.workload text not null
received_event: PRIMARY KEY (id)
removed_resource.change_id text not null
removed_resource.labels jsonb not null
removed_resource.removed_at timestamp with time zone not null
removed_resource.resource text not null
removed_resource.workload text not null
removed_resource: PRIMARY KEY (workload, resource)
response.impact_by text
response.impact_from timestamp with time zone
response.impact_reason text
response.impact_to timestamp with time zone
response.incident text not null
response.moved_at timestamp with time zone
response.phase text not null
response: PRIMARY KEY (incident)
response_decision.asked_at timestamp with time zone not null
response_decision.asked_by text not null
response_decision.asked_of text
response_decision.authority text
response_decision.choice text
response_decision.decided_at timestamp with time zone
response_decision.decided_by text
response_decision.id text not null
response_decision.incident text not null
response_decision.options jsonb not null
response_decision.question text not null
response_decision.reason text
response_decision.risk text
response_decision: PRIMARY KEY (id)
response_role.incident text not null
response_role.note text
response_role.person text not null
response_role.role text not null
response_role.since timestamp with time zone not null
response_role: PRIMARY KEY (incident, role)
response_task.added_at timestamp with time zone not null
response_task.added_by text not null
response_task.assignee text
response_task.body text not null
response_task.ended_at timestamp with time zone
response_task.ended_by text
response_task.id text not null
response_task.incident text not null
response_task.outcome text
response_task.result text
response_task: PRIMARY KEY (id)
retrospective.acknowledged_at timestamp with time zone
retrospective.closed_at timestamp with time zone
retrospective.closed_by text
retrospective.detected_at timestamp with time zone not null
retrospective.drill text
retrospective.due_at timestamp with time zone not null
retrospective.id text not null
retrospective.incident text not null
retrospective.incident_number integer not null
retrospective.no_lesson text
retrospective.number integer not null
retrospective.occurred_at timestamp with time zone not null
retrospective.opened_at timestamp with time zone not null
retrospective.outcomes jsonb not null
retrospective.owner text not null
retrospective.priority text not null
retrospective.resolved_at timestamp with time zone not null
retrospective.state text not null
retrospective.summary text
retrospective.timeline jsonb not null
retrospective.title text not null
retrospective.tta_ms double precision
retrospective.ttd_ms double precision not null
retrospective.ttr_ms double precision not null
retrospective.workload text not null
retrospective: CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
retrospective: PRIMARY KEY (id)
retrospective: UNIQUE (incident)
retrospective: UNIQUE (workload, number)
review_milestone.answers jsonb not null
review_milestone.id text not null
review_milestone.name text not null
review_milestone.position bigint not null
review_milestone.recorded_at timestamp with time zone not null
review_milestone.recorded_by text not null
review_milestone.workload text not null
review_milestone: PRIMARY KEY (id)
review_reason.answer text not null
review_reason.driver text not null
review_reason.expires_at timestamp with time zone not null
review_reason.given_at timestamp with time zone not null
review_reason.given_by text not null
review_reason.practice text not null
review_reason.text text not null
review_reason.workload text not null
review_reason: PRIMARY KEY (workload, practice)
session.account text not null
session.expires_at timestamp with time zone not null
session.hash text not null
session.made_at timestamp with time zone not null default now()
session: FOREIGN KEY (account) REFERENCES account(name) ON DELETE CASCADE
session: PRIMARY KEY (hash)
sign_in_link.account text not null
sign_in_link.expires_at timestamp with time zone not null
sign_in_link.hash text not null
sign_in_link: FOREIGN KEY (account) REFERENCES account(name) ON DELETE CASCADE
sign_in_link: PRIMARY KEY (hash)
silence.change text
silence.components jsonb not null
silence.created_at timestamp with time zone not null
silence.created_by text not null
silence.ended_at timestamp with time zone
silence.ended_by text
silence.ended_reason text
silence.ends_at timestamp with time zone not null
silence.environments jsonb not null
silence.expression text
silence.id text not null
silence.kind text not null
silence.matchers jsonb not null
silence.reason text not null
silence.repeats jsonb
silence.starts_at timestamp with time zone not null
silence.workload text not null
silence: PRIMARY KEY (id)
source_subscription.asked_at timestamp with time zone not null
source_subscription.confirmed_at timestamp with time zone
source_subscription.confirmed_by text
source_subscription.source text not null
source_subscription.topic text not null
source_subscription.url text not null
source_subscription.workload text not null
source_subscription: PRIMARY KEY (workload, source, topic)
status_component.component text not null
status_component.episode integer not null
status_component.page text not null
status_component.since timestamp with time zone not null
status_component.state text not null
status_component.text text not null
status_component.when_over text
status_component.workload text not null
status_component: CHECK ((state = ANY (ARRAY['impacted'::text, 'operational'::text])))
status_component: PRIMARY KEY (workload, page, component)
status_update.component text not null
status_update.episode integer not null
status_update.incident text not null
status_update.page text not null
status_update.published_at timestamp with time zone not null
status_update.seq integer not null
status_update.since timestamp with time zone not null
status_update.state text not null
status_update.text text not null
status_update.workload text not null
status_update: PRIMARY KEY (workload, page, seq)
step_output.at timestamp with time zone not null
step_output.attempt integer not null
step_output.line bigint not null
step_output.run text not null
step_output.step text not null
step_output.stream text not null
step_output.text text not null
step_output: PRIMARY KEY (run, step, line)
step_process.host text not null
step_process.process_group integer not null
step_process.run text not null
step_process.step text not null
step_process: PRIMARY KEY (run, step)
subscriber.address text
subscriber.asked_at timestamp with time zone not null
subscriber.components ARRAY not null default '{}'::text[]
subscriber.confirmed_at timestamp with time zone
subscriber.id text not null
subscriber.kind text not null
subscriber.nonce text
subscriber.number bigint not null
subscriber.page text not null
subscriber.seq bigint
subscriber.tries integer not null default 0
subscriber.unsubscribed_at timestamp with time zone
subscriber.wished ARRAY not null default '{}'::text[]
subscriber.workload text not null
subscriber: PRIMARY KEY (number)
subscriber: UNIQUE (id)
subscriber: UNIQUE (workload, page, kind, address)
subscriber: UNIQUE (workload, page, seq)
subscriber_message.attempts smallint not null default 0
subscriber_message.channel text not null
subscriber_message.epoch bigint not null default 0
subscriber_message.fan_out text not null
subscriber_message.maybe_told boolean not null default false
subscriber_message.next_at timestamp with time zone not null
subscriber_message.reason text
subscriber_message.state text not null default 'queued'::text
subscriber_message.subscriber bigint not null
subscriber_message: FOREIGN KEY (subscriber) REFERENCES subscriber(number) ON DELETE CASCADE
subscriber_message: PRIMARY KEY (fan_out, subscriber, channel)
timer.correlation text not null
timer.data jsonb not null
timer.due_at timestamp with time zone not null
timer.key text not null
timer.purpose text not null
timer.set_by text not null
timer: PRIMARY KEY (key)
