import type { PackageProblem, ProcessPackage } from '../packages/read-package.ts'

/** What is wrong, by code, for people who do not write code. */
const WORDS: Record<string, string> = {
  FILE_UNREADABLE: '文件缺失或者格式损坏,无法读取',
  MANIFEST_INVALID: '事项信息不完整或者填写有误',
  VARIABLES_INVALID: '文书变量说明填写有误',
  RULE_INVALID: '监察规则填写有误',
  EXTENDS_MISSING: '所沿用的事项不存在',
  EXTENDS_ITSELF: '事项之间循环沿用',
  MODEL_MISSING: '事项所用的流程图不存在',
  PROCESS_MISSING: '流程图中没有事项指定的流程',
  RESULT_MISSING: '事项办结时既无证照,也无决定文书,请设置其中一项',
  LICENCE_MISSING: '对证照作变更、延续等处理的事项,应当设置证照信息',
  TASK_MISSING: '该环节尚未设置由谁办理、可作什么处理',
  ELEMENT_MISSING: '所引用的环节在流程图中不存在',
  ROLE_MISSING: '办理岗位未列入本流程包的岗位',
  ASSIGNED_BY_MISSING: '该环节由前一环节指定人员办理,但未注明由哪个字段指定',
  ACTION_LEADS_NOWHERE: '选择该处理方式后流程不能走到唯一的下一环节,请核对分支条件',
  MESSAGE_MISSING: '流程图中没有等待该消息的环节',
  APPROVAL_MISSING: '流程图中该环节由多人办理,但未设置由谁参加',
  APPROVAL_RULE_MISSING: '票签环节未设置通过所需的比例、票数或者权重',
  APPROVAL_RULE_UNUSED: '通过规则只用于票签',
  APPROVAL_EMPTY_PASSES: '行政许可不得因无人审批而自动通过',
  APPROVAL_WITHOUT_VOTE: '多人办理的环节,每种处理方式应当注明是同意、不同意还是弃权',
  APPROVAL_NOT_DRAWN: '多人办理的设置与流程图的画法不一致',
  LIMIT_UNIT: '行政机关的期限以工作日或者工作时计算,不以自然日计算',
  LIMIT_UNITS_MIXED: '期限单位不一致,无法比较长短',
  LIMIT_AND_PROCEDURE_DIFFER: '办理程序与期限设置不一致',
  PROMISE_OVER_STATUTE: '承诺时限超过法定时限',
  STEPS_OVER_PROMISE: '各审查环节时限之和超过承诺时限',
  EXTENSION_UNIT: '延期的单位应当与承诺时限、法定时限一致',
  DUE_DATE_DIFFERS: '该环节在流程图中的时限与事项设置的时限不一致',
  STEP_LIMIT_MISSING: '该环节需要时限,但事项未设置',
  TIMER_DIFFERS: '该定时事件与事项设置的期限不一致',
  SEPARATION_MISSING: '应当由不同人员办理的环节未设置岗位分离',
  RULE_UNKNOWN: '岗位分离规则不存在',
  NUMBER_MISSING: '未设置该类文书的文种代字',
  NUMBER_SCHEME_INVALID: '编号规则有误',
  NUMBER_SCHEME_MISSING: '所用的编号规则不存在',
  DOCUMENT_TYPE_TWICE: '两类文书使用了同一文种代字',
  DOCUMENT_TYPE_MISSING: '该处理方式要出具文书,但未设置文种代字',
  DOCUMENT_UNNAMED: '出具文书的环节未指定文书模板或者文书名称',
  TEMPLATE_MISSING: '所用的文书模板不存在',
  TEMPLATE_INVALID: '文书模板有误,无法使用',
  TEMPLATE_REFUSED: '文书模板有误,无法使用',
  TEMPLATE_UNTITLED: '文书模板没有标题',
  TEMPLATE_UNDECLARED: '文书模板未列出所用的变量',
  VARIABLE_UNDECLARED: '文书模板使用了未说明的变量',
  REMEDIES_MISSING: '不利于当事人的决定文书应当写明救济途径',
  FORM_MISSING: '所用的表单不存在',
  FIELD_MISSING: '所引用的字段在表单中不存在',
  OPTIONS_UNAVAILABLE: '该字段的选项取自的数据字典或者数据服务在本县不存在,请先建立,或者改用其他来源',
  DECISION_TEXT_UNQUOTED: '决策表中有没有加引号的文字:文字应写在英文双引号里,例如 "踏勘"',
  VARIABLE_UNKNOWN: '条件或者决策表用到的内容没有任何环节填写或者产生,办到这里会停下',
  FIELD_FORMAT: '该字段的格式不符合要求',
  FIELD_PERSONAL: '公示内容不得包含个人信息字段',
  RECORD_INCOMPLETE: '实施清单填写不完整',
  VALIDITY_INVALID: '有效期的截止日早于起始日',
  CREDIT_CODE_INVALID: '统一社会信用代码校验不通过',
  CODES_DIFFER: '实施清单的各项编码互不一致',
  ORGANS_DIFFER: '可选单位与初审单位不一致',
  MATERIAL_TWICE: '两项材料使用了同一标识',
  MATERIAL_MISSING: '所引用的材料不存在',
  KIND_UNKNOWN: '材料或者证照种类不在全县目录中',
  DECLARED_KIND: '申请人自行声明的材料不得设置共享种类',
  DEFERRAL_NEEDLESS: '可不提交的材料无须设置容缺后补',
  DEFERRAL_OVER_PROMISE: '容缺后补的期限超过承诺时限',
  DEFERRAL_UNUSED: '容缺后补的设置与受理环节的处理方式不一致',
  COMMITMENT_UNUSED: '告知承诺的设置与受理环节的处理方式不一致',
  EXPRESSION_INVALID: '条件表达式有误',
  SAMPLE_MISSING: '样例文件不存在',
  SAMPLE_TOO_LARGE: '样例文件过大',
  ACT_NOT_THEIRS: '该项处理的启动主体不符合规定',
  LAW_MISSING: '设定依据中缺少相应的法律条款',
  HEARING_MISSING: '对当事人不利的处理,应当给予陈述、申辩的机会',
  WINDOW_NEEDLESS: '只有延续须设置申请期间',
  WINDOW_INVALID: '延续申请期间的起止有误',
  DECISION_MISSING: '所引用的决策表不存在',
  CASES_MISSING: '尚无试运行用例,建议保存用例后再发布',
  FLOW_NOT_COVERED: '没有用例走过该连线',
  COVERAGE_MISSING: '没有用例覆盖记录',
  COVERAGE_OUTDATED: '用例覆盖记录与流程图不一致',
  SCENARIO_GONE: '覆盖记录中的用例已不存在',
  ORGAN_UNKNOWN: '本县没有该单位,请重新选择',
  POST_UNKNOWN: '本县没有该岗位,请重新选择',
  MATTER_KEY_TAKEN: '事项标识已被其他流程包使用',
  PROCESS_KEY_TAKEN: '流程标识已被其他流程包使用',
  DECISION_KEY_TAKEN: '决策标识已被其他流程包使用',
  RULES_ELSEWHERE: '监察规则不随流程包发布,请在监察规则中提出,由纪检监察确认',
  THEME_KEY_TAKEN: '一件事的标识与事项重复',
  THEME_MATTER_MISSING: '一件事所含的事项不存在',
  THEME_MATTER_TWICE: '一件事重复列入同一事项',
  THEME_DEPENDENCY_MISSING: '一件事的前置事项不在其中',
  THEME_CIRCLE: '一件事的各事项互为前置',
  THEME_FIELD_CLASH: '一件事的各事项以同一名称表示不同字段',
  THEME_FIELD_TWICE: '一件事的字段重复',
  THEME_MATERIAL_CLASH: '一件事的各事项材料互相冲突',
  THEME_WHEN_UNSAID: '一件事的事项未说明何时需要办理',
  XML_INVALID: '流程图或者决策表文件损坏',
  NOT_BPMN: '该文件不是流程图',
  NOT_DMN: '该文件不是决策表',
  NO_START_EVENT: '流程没有开始事件',
  NO_EXECUTABLE_PROCESS: '流程图中没有可执行的流程',
  DANGLING_REFERENCE: '连线或者引用指向不存在的元素',
  DUPLICATE_ID: '元素标识重复',
  UNSUPPORTED_ELEMENT: '流程图使用了不支持的元素',
  UNKNOWN_ELEMENT: '流程图使用了不认识的元素',
  INVALID_DEFAULT_FLOW: '默认分支设置有误',
  INVALID_EXPRESSION: '表达式有误',
  NO_CONDITION: '分支缺少条件',
  NO_TOPIC: '服务任务未设置工作类型',
  NO_TIMER: '定时事件未设置时间',
  INVALID_TIMER: '定时事件的时间有误',
  NO_MESSAGE: '消息事件未指定消息',
  NO_IMPLEMENTATION: '任务未设置由谁完成',
  NO_SCRIPT: '脚本任务没有内容',
  INVALID_TABLE: '决策表有误',
  NO_DECISION: '文件中没有决策',
  CYCLIC_REQUIREMENT: '决策之间循环依赖',
}
const MODEL_PROBLEM = '流程图或者决策表的画法有误'
const FORM_PROBLEM = '表单设计有误'
const OTHER_PROBLEM = '设置有误,请核对'

/** A sentence about a problem: where it is, as people call it, and what is wrong. */
export function problemWords({ place, code, message, elementId }: PackageProblem, processPackage?: ProcessPackage): string {
  const general = /\.(bpmn|dmn)\b/.test(place) ? MODEL_PROBLEM : place.startsWith('forms/') ? FORM_PROBLEM : OTHER_PROBLEM
  const what = Object.hasOwn(WORDS, code) ? WORDS[code]! : general
  const subject = processPackage ? subjectOf({ place, elementId }, processPackage) : ''
  const named = ['ORGAN_UNKNOWN', 'POST_UNKNOWN'].includes(code) ? `(${message})` : ''
  return `${subject}${what}${named}`
}

/** `事项“…”环节“…”:`, as far as the place says it. */
function subjectOf({ place, elementId }: Pick<PackageProblem, 'place' | 'elementId'>, { manifest, models }: ProcessPackage): string {
  const key = /\/(?:matters|themes)\/([\w-]+)/.exec(place)?.[1]
  const matter = [...manifest.matters, ...manifest.themes].find((one) => one.key === key)
  const parts = [...(matter ? [`事项“${matter.name}”`] : []), ...(elementId ? [nameInModels(elementId, models)] : [])].filter(
    (part) => part !== '',
  )
  return parts.length > 0 ? `${parts.join('')}:` : ''
}

/** The tag with this id. */
function tagWith(xml: string, id: string): string | undefined {
  const at = xml.indexOf(` id="${id}"`)
  return at < 0 ? undefined : xml.slice(xml.lastIndexOf('<', at), xml.indexOf('>', at))
}

/** The element as it is drawn; what has no name is not called by its id. */
function nameInModels(elementId: string, models: Record<string, string>): string {
  for (const xml of Object.values(models)) {
    const tag = tagWith(xml, elementId)
    const name = tag && /\sname="([^"]+)"/.exec(tag)?.[1]
    if (name) return `环节“${name}”`
  }
  return ''
}
