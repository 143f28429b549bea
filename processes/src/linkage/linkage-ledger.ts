import { linkageHotline, linkageIncidents } from '@lianban/storage'
import type { Ledger } from '../ledgers/ledger.ts'
import * as dispatching from './dispatching.ts'
import * as disposal from './disposal.ts'
import * as ending from './ending.ts'
import * as filing from './filing.ts'
import type { LINKAGE_ENTRIES } from './names.ts'
import { openIncident } from './opening.ts'

/** The ledger of grid incidents 大联动案件台账. */
export const linkageLedger: Ledger = {
  openings: { incident: openIncident },
  entries: {
    ...filing,
    dispatch: dispatching.dispatch,
    receive: dispatching.receive,
    refuse: dispatching.refuse,
    redispatch: dispatching.redispatch,
    dispute: dispatching.dispute,
    rule: dispatching.rule,
    done: disposal.done,
    'ask-extension': disposal.askExtension,
    extend: disposal.extend,
    'refuse-extension': disposal.refuseExtension,
    'ask-deferral': disposal.askDeferral,
    defer: disposal.defer,
    'refuse-deferral': disposal.refuseDeferral,
    'keep-deferral': disposal.keepDeferral,
    resume: disposal.resume,
    verify: ending.verify,
    rework: ending.rework,
    close: ending.close,
  } satisfies Record<(typeof LINKAGE_ENTRIES)[number], unknown>,

  /** Withdrawn, voided, ended by an administrator: it is nobody's to dispose of any more. */
  async closed(tx, row) {
    const incident = await linkageIncidents(tx).get(row.tenant_id, row.id)
    if (!incident || incident.closed_at !== null) return
    await linkageIncidents(tx).cancelOpenTargets(row.tenant_id, row.id)
    await linkageIncidents(tx).update(row.tenant_id, row.id, { state: 'withdrawn', closed_at: row.closed_at })
    for (const one of [incident, ...(await linkageIncidents(tx).linkedTo(row.tenant_id, row.id))])
      await linkageHotline(tx).answer(row.tenant_id, one.id, '该事项已经撤回或者终止办理', row.closed_at!)
  },
}
