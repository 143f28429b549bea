/*
 * The service hall of a morning, and what people ask and complain of. Data only.
 */

export const HALL = 'hall'
/** Who sits where, and what for. */
export const WINDOWS: readonly { clerk: string; window: number; classes: readonly string[] }[] = [
  { clerk: 'zonghe', window: 1, classes: ['A', 'B', 'C'] },
  { clerk: 'chuangkou', window: 3, classes: ['B'] },
  { clerk: 'wjw-chuangkou', window: 5, classes: ['C'] },
  { clerk: 'chujian', window: 8, classes: ['D'] },
]
/** In each of the rounds of a morning so many numbers are taken, least and most, for what. */
export const HALL_ROUNDS = ['09:00', '09:30', '10:00', '10:30', '11:00'] as const
export const HALL_CLOSES = '11:35'
export const NUMBERS = [2, 4] as const
export const CLASS_WEIGHTS = { A: 25, B: 35, C: 20, D: 20 } as const
export const PRIORITY_WEIGHTS = { none: 84, elderly: 8, disabled: 3, soldier: 2, booked: 3 } as const
/** Whoever is called and does not come; he comes back later as a rule. */
export const PASSED = 0.06
/** Who registers the devices of the hall. */
export const DEVICE_KEEPER = 'xitong'

/** Applications that the comprehensive window enters for those who stand before it, on a working day. */
export const ASSISTED = { clerk: 'zonghe', matter: 'food-business-licence', perDay: 0.7, unknownShare: 0.3 } as const

/** Questions by matter, with the answer. */
export const QUESTIONS: readonly { matter: string; text: string; answer: string }[] = [
  {
    matter: 'food-business-licence',
    text: '小餐饮店面积只有四十平方米,操作间有没有最低面积要求?',
    answer: '操作间面积应当与经营项目相适应,具体见办事指南中的现场核查要点;可以先预约现场指导。',
  },
  {
    matter: 'food-business-licence',
    text: '营业执照地址和店面门牌不一致,可以先申请食品经营许可吗?',
    answer: '请先在登记窗口变更住所,两项可以在综合窗口一次办理。',
  },
  {
    matter: 'public-place-hygiene-permit',
    text: '宾馆客用品委托清洗,还要不要设消毒间?',
    answer: '委托有资质的单位清洗消毒的,提供合同和对方资质即可,布草间仍需单独设置。',
  },
  {
    matter: 'outdoor-advertising-permit',
    text: '门头招牌更换材质、尺寸不变,需要重新申请吗?',
    answer: '位置、尺寸和内容不变的,不需要重新申请,请在更换后向城管局备案照片。',
  },
  {
    matter: 'road-occupation-permit',
    text: '店面装修搭围挡占用人行道三天,怎么办理?',
    answer: '请提交占用平面图和期限,七日以内的当日办结,期满及时恢复。',
  },
  {
    matter: 'private-school-permit',
    text: '艺术类培训的消防要求是什么?',
    answer: '培训场所应当通过消防验收或者备案,不得设在地下室和四层以上,详见办事指南。',
  },
]
export const COMPLAINTS: readonly { text: string; answer: string }[] = [
  { text: '材料补正通知没有一次写清,来回跑了两趟', answer: '经核查情况属实,已对经办人员提醒谈话,今后一次性告知,感谢监督。' },
  { text: '已经超过承诺时间,没有人联系我', answer: '该件因现场核查延后,已告知原因并加快办理,对沟通不及时向您致歉。' },
  { text: '电话多次打不通', answer: '已增加咨询座席,并在窗口公布备用电话。' },
]
/** On an average working day: questions with an account and without, and complaints. */
export const ASKED_PER_DAY = { account: 1.2, nobody: 0.5, complaint: 0.35 } as const
/** Of what is open so much is answered on a day. */
export const ANSWERED = 0.75
export const GRADES_ANSWER = 0.5
export const ANSWER_GRADES = { 5: 60, 4: 28, 3: 8, 2: 4 } as const
