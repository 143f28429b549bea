/*
 * How the people of the county behave, as weights. Data only: what is not named here is done by the kind of action alone.
 */

/** Weights of actions by step; of an action that is not named: by its kind. */
export const ACTION_WEIGHTS: Record<string, Record<string, number>> = {
  Task_PreCheck: { pass: 90, advise: 10 },
  Task_Intake: {
    accept: 78,
    'accept-deferred': 70,
    'accept-commitment': 70,
    supplement: 15,
    correct: 4,
    'not-accept': 4,
    'not-required': 1.5,
  },
  Task_Review: { submit: 84, special: 7, 'hearing-rights': 5, hearing: 1.5 },
  Task_ApproveSpecial: { approve: 90, refuse: 10 },
  Task_ArrangeHearing: { arrange: 85, drop: 15 },
  Task_Audit: { pass: 89, return: 11 },
  Task_Legal: { pass: 90, return: 10 },
  Task_Decide: { grant: 85, refuse: 9, return: 5, transfer: 1.5 },
  Task_DecideCommitment: { grant: 88, general: 12 },
  Task_DecideExtension: { grant: 85, refuse: 15 },
}

export const KIND_WEIGHTS = { primary: 86, default: 8, danger: 6 } as const
/** What a second visit at the same step leaves of everything but the way forward, so that cases come to an end. */
export const AGAIN = 0.25

/** In how many rounds after he first saw it somebody takes a task up: bounds and weights. There are eight rounds on a working day. */
export const PACE: readonly { weight: number; bounds: readonly [number, number] }[] = [
  { weight: 66, bounds: [0, 1] },
  { weight: 24, bounds: [2, 5] },
  { weight: 6.5, bounds: [6, 12] },
  { weight: 2, bounds: [14, 30] },
  // Left lying: what the supervision is for.
  { weight: 1.5, bounds: [48, 130] },
]

/** The same for applicants, in days. */
export const APPLICANT_PACE: readonly { weight: number; bounds: readonly [number, number] }[] = [
  { weight: 60, bounds: [0, 1] },
  { weight: 25, bounds: [2, 4] },
  { weight: 15, bounds: [5, 40] },
]

/** Probabilities of what somebody does beside the straight way. */
export const HABITS = {
  /** Applicant: at handing in. */
  commits: 0.35,
  defers: 0.12,
  reuses: 0.6,
  optionalMaterial: 0.2,
  /** Applicant: on each look at an open case. */
  opensCase: 0.2,
  withdraws: 0.004,
  urges: 0.012,
  asksForHearing: 0.5,
  defendsHimself: 0.6,
  settlesDebt: 0.3,
  rates: 0.55,
  commentsLater: 0.1,
  /** Clerk: before finishing a task. */
  transfers: 0.012,
  delegates: 0.008,
  addsSign: 0.02,
  sendsBack: 0.015,
  asksColleague: 0.02,
  /** Handler: on each look. */
  asksForExtension: 0.2,
  endsSuspension: 0.3,
  /** On each daily look at one. */
  answersCard: 0.6,
  movesFollowUp: 0.6,
  recordsCheck: 0.4,
  leaderUrges: 0.05,
} as const

export const RATING_WEIGHTS = { 5: 62, 4: 24, 3: 8, 2: 4, 1: 2 } as const
export const RATING_WORDS: Record<number, readonly string[]> = {
  5: ['窗口人员很耐心,一次就办好了', '速度快,在家就能办', '比承诺的时间还早', ''],
  4: ['总体满意', '流程清楚,希望再快一点', ''],
  3: ['一般,材料要求可以写得更明白', ''],
  2: ['补正要求说得不清楚,跑了两趟', '等的时间太长'],
  1: ['超过承诺时间没有任何说明', '电话没有人接,态度生硬'],
}

/** What is found wrong at the intake. */
export const DEFECTS = {
  form: ['联系电话少一位', '地址与营业执照不一致,请更正', '负责人姓名有错别字', '面积与平面图不一致'],
  material: ['扫描件不清晰,请重新上传', '请加盖公章', '证件已经过期,请换新的'],
} as const
/** A 补正 of an application with all its papers is about the form so often. */
export const FORM_IS_WRONG = 0.8

/** What people write, by what kind of thing they do. */
export const OPINIONS = {
  primary: ['同意', '经审核,符合规定,同意', '材料齐全,符合条件', '同意承办意见', '符合法定条件,同意'],
  default: ['请补充说明后再办', '按规定办理', '情况需要进一步核实'],
  danger: ['现场情况与申报不一致,请重新核实', '不符合规定条件,理由已经向申请人说明', '经核对,申报内容与法定条件不符'],
} as const
export const REASONS = {
  withdraw: ['经营计划有变,暂不办理', '地址另选,重新申请'],
  urge: ['店面等着开业,请尽快办理', '承诺时限快到了,请关注'],
  extension: ['现场整改尚未完成,需要延长时间核实', '涉及多个部门的意见,短期内难以取得一致'],
  suspensionEnd: ['检测报告已经收到,结论合格', '鉴定结果已经取得,恢复办理'],
  hearing: ['对拟作出的决定有异议,要求听证'],
  statement: ['对拟处理的事实有不同看法,已经整改,请从轻处理', '因家庭原因暂停经营,愿意配合办理'],
  transfer: ['外出参加培训,请代为办理', '本人与申请人相识,申请回避'],
  delegate: ['请协助核对材料后交回'],
  addSign: ['此件情况特殊,请出具意见'],
  sign: ['已核对,没有不同意见'],
  sendBack: ['表述前后不一致,请核对后重新提交'],
  question: ['请问现场核查时消防通道是否畅通?', '申请人去年是否有处罚记录?'],
  answer: ['已核实,没有问题', '经查没有相关记录'],
  reply: ['人员外出开会,已另行安排,今后提前交接', '已经办结,并对经办人提醒谈话'],
  appeal: ['申请人要求延后核查,有书面说明'],
  review: ['情况属实,予以认定', '理由成立,予以采信'],
  liability: ['应当按时办理,由承办人承担主要责任'],
  followUp: ['已经电话联系,情况属实', '已经向当事人致歉,并优化了窗口叫号', '再次联系,当事人表示满意'],
  check: ['现场核查,与承诺一致', '现场核查,与承诺不符'],
} as const
