import { assessmentFrames, assessmentResults } from '@lianban/storage'
import type { Ledger } from '../ledgers/ledger.ts'
import { adjustTarget, openAdjustment } from './adjustment.ts'
import { decideAppeal, openAppeal, reviewAppeal } from './appeal.ts'
import { balanceFrame, openFrame, startFrame } from './frame.ts'
import { closeFinding, openFinding } from './inspection.ts'
import { confirmParts, openParts, reviseParts } from './parts.ts'
import { openReport, reviseReport, verifyReport } from './progress.ts'
import { proposeIndicators } from './proposal.ts'
import { decideGrades, openPublication, publishResults, registerUse } from './publication.ts'
import { conclude, confirmData, giveMarks, nameGroup, openSelf, verifyValues } from './year-end.ts'

/** 绩效考核台账: targets, what became of them, scores and published results. */
export const assessmentLedger: Ledger = {
  openings: {
    frame: openFrame,
    decomposition: openParts,
    report: openReport,
    finding: openFinding,
    adjustment: openAdjustment,
    self: openSelf,
    appeal: openAppeal,
    publication: openPublication,
  },
  entries: {
    propose: proposeIndicators,
    balance: balanceFrame,
    start: startFrame,
    'revise-parts': reviseParts,
    'confirm-parts': confirmParts,
    'revise-report': reviseReport,
    'verify-report': verifyReport,
    'close-finding': closeFinding,
    adjust: adjustTarget,
    'verify-values': verifyValues,
    'confirm-data': confirmData,
    'name-group': nameGroup,
    mark: giveMarks,
    conclude,
    'review-appeal': reviewAppeal,
    'decide-appeal': decideAppeal,
    publish: publishResults,
    grade: decideGrades,
    use: registerUse,
  },
  // Whatever a case has not brought to its end is not there any more.
  closed: async (tx, { tenant_id: tenantId, id }) => {
    const frame = await assessmentFrames(tx).ofCase(tenantId, id)
    if (frame) await assessmentFrames(tx).removeDraft(tenantId, frame.id)
    const results = assessmentResults(tx)
    await results.dropReport(tenantId, id)
    await results.dropFinding(tenantId, id)
    await results.removeUnit(tenantId, id)
    await results.closeAppeal(tenantId, id)
  },
}
