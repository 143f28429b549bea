/**
 * The names that a manifest may use, `<ledger>.<name>`: what may be written when a case is handed in, and by a step's action. The
 * ledgers themselves need a database; these names are also read in the browser. A test holds both equal.
 */
export const LEDGER_NAMES: { readonly openings: readonly string[]; readonly entries: readonly string[] } = {
  openings: [
    ...['projects.entry', 'projects.stage', 'projects.estimate', 'projects.tender', 'projects.contract', 'projects.change'],
    ...['projects.payment', 'projects.milestone', 'projects.acceptance', 'bot.month', 'fund.call', 'fund.application'],
  ],
  entries: [
    ...['projects.list', 'projects.panel', 'projects.opine', 'projects.approve', 'projects.pass', 'projects.award'],
    ...['projects.sign', 'projects.publish', 'projects.change', 'projects.budget', 'projects.accept', 'projects.pay'],
    ...['bot.score', 'bot.collect', 'bot.pay', 'bot.hand'],
    ...['fund.open', 'fund.panel', 'fund.opine', 'fund.decide', 'fund.issue', 'fund.allocate', 'fund.evaluate'],
  ],
}

/** Ledger → process variables that it gives: what conditions of a model that writes to it may compare. */
export const LEDGER_VARIABLES: Readonly<Record<string, readonly string[]>> = {
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
    'formulaText',
    'gapsText',
  ],
}
