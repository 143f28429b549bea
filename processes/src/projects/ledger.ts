import { projectMoney, projectParts, projects } from '@lianban/storage'
import type { Ledger } from '../ledgers/ledger.ts'
import { award, change, publish, sign } from './contract-entries.ts'
import { accept, budget, pay } from './money-entries.ts'
import { OPENINGS } from './openings.ts'
import { permitAccept, permitAgain, permitConclude, permitDecide, permitReturn } from './permit-entries.ts'
import { projectPanel } from './review-entries.ts'
import { approve, list, pass } from './stage-entries.ts'

/** 项目库: the register of projects with their life line and their money. */
export const projectsLedger: Ledger = {
  openings: OPENINGS,
  entries: {
    ...{ list, ...projectPanel, approve, pass, award, sign, publish, change, budget, accept, pay },
    ...{
      'permit-accept': permitAccept,
      'permit-return': permitReturn,
      'permit-again': permitAgain,
      'permit-decide': permitDecide,
      'permit-conclude': permitConclude,
    },
  },
  async closed(tx, row) {
    const { tenant_id: tenantId, id } = row
    const at = row.closed_at ?? row.decided_at ?? row.submitted_at
    await projects(tx).closeCase(tenantId, id, row.status, at)
    // Money that was asked for and not paid is free again, and so is its invoice.
    await projectMoney(tx).settle(tenantId, id, { state: 'released', settled_at: at, invoice_used: null })
    await projectParts(tx).release(tenantId, id)
    await projectParts(tx).endWait(tenantId, id, at)
    const number = (row.decision as { number?: string } | null)?.number
    const project = number ? await projects(tx).ofCase(tenantId, id) : undefined
    if (!project) return
    const stations = (await projects(tx).stages(tenantId, project.id)).filter((one) => one.case_id === id)
    await projects(tx).setStages(stations.map((station) => ({ ...station, number: number! })))
  },
}
