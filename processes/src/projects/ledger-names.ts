/* Names in manifests of what the ledgers of projects, operations and funds do, and the variables that they give to processes. */

export const PROJECT_OPENINGS: readonly string[] = [
  ...['projects.entry', 'projects.stage', 'projects.estimate', 'projects.tender', 'projects.contract', 'projects.change'],
  ...['projects.payment', 'projects.milestone', 'projects.acceptance', 'projects.permits'],
  ...['bot.month', 'fund.call', 'fund.application'],
]

export const PROJECT_ENTRIES: readonly string[] = [
  ...['projects.list', 'projects.panel', 'projects.opine', 'projects.approve', 'projects.pass', 'projects.award'],
  ...['projects.sign', 'projects.publish', 'projects.change', 'projects.budget', 'projects.accept', 'projects.pay'],
  ...['projects.permit-accept', 'projects.permit-return', 'projects.permit-again', 'projects.permit-decide', 'projects.permit-conclude'],
  ...['bot.score', 'bot.collect', 'bot.pay', 'bot.hand'],
  ...['fund.open', 'fund.panel', 'fund.opine', 'fund.decide', 'fund.issue', 'fund.allocate', 'fund.evaluate'],
]

export const PROJECT_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  projects: [
    'projectCode',
    'projectName',
    'experts',
    'expert',
    'expertsAgree',
    'goesUp',
    'payBy',
    'payeeName',
    'amountText',
    'interestText',
    ...['stageName', 'parts', 'part', 'partsResult', 'partNumber', 'partText', 'partReason'],
  ],
  fund: ['experts', 'expert', 'expertsAgree', 'similarText', 'grantedText', 'returnedText', 'hasBalance'],
  bot: [
    'units',
    'monthNo',
    'monthText',
    'isLast',
    'isBelow',
    'scoreText',
    'feeText',
    'deductionText',
    'payText',
    'payBy',
    'paidToDateText',
    'interestText',
    'formulaText',
    'gapsText',
  ],
}
