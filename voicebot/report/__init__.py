"""Figures and reports of a run.

`summarise(run_dir)` computes a `Summary` from run.sqlite; `write_report(run_dir)` leaves summary.json and
report.html beside it. The keys of summary.json are stable. Rates are shares from 0 to 1, null where there
was nothing to count.

- `campaign, language, fidelity, seed, start, voicebot, complete, synthetic, note`: what was run.
- `accounts` {total, rejected, settled, assigned, paid, recovery}
- `calls` {dialled, answered, connect_rate, right_party, right_party_of_connected, right_party_of_dialled,
  promises, promise_rate, kept, kept_rate, promised_amount, kept_amount, kept_rate_by_amount, true_promises,
  failed}
- `funnel` [{stage, count, rate, of_dialled}] for dialled, answered, right_party, promise, kept
- `line_outcomes`, `answered_by`, `grades`, `end_reasons`: counts by name
- `dispositions` {belief, truth, confusion [{meant, heard, count}], accuracy}
- `understanding` {n, intent_accuracy, n_all, intent_accuracy_all, heard_right {n, accuracy}, by_intent,
  by_context {name: {n, accuracy}}, confusions [{meant, heard, count}]}
- `recognition` {n, characters, cer, substitutions, deletions, insertions, exact, unheard, noise, simulated,
  known, unknown {n, cer, intent_accuracy}}: known and unknown are the two halves of the customers' phrases,
  given to the recogniser's language model or kept from it
- `false_promises`, `missed_promises`, `wrong_date_promises`, `wrong_amount_promises`,
  `missed_stop_requests`, `disclosed_to_others` {count, of, rate}
- `costs` {total, per_answered_call, by_kind, by_step {name: {count, cost}}, costliest [{call_id, kind,
  cost, turn, step, start_ms, said, heard, intent_meant, intent_heard, true_disposition, disposition,
  recording}], understood_but_wrong}
- `timing` {talk_ms, response_ms, barge_in_stop_ms, end_of_turn_ms {n, p50, p95}, talk_total_ms}
- `work` {self_service_share, talk_minutes, agent_days}, `self_service_share`
- `ageing` {bucket: calls}, `order` {verdict, statement, inversions}
- `personas`, `scripts`, `robots` {name: {calls, turns, intent_accuracy, wrong_calls, false_promises, cost}}
- `steps` {script/step: {visits, answers, intent_accuracy, misunderstood, barge_ins, customer_hung_up,
  ended, next}}
- `decisions` {stage: {rule: {verdict: count}}}
"""

from voicebot.report.advice import advise
from voicebot.report.files import write_report
from voicebot.report.prices import Prices
from voicebot.report.summary import Summary, summarise

__all__ = ["Prices", "Summary", "advise", "summarise", "write_report"]
