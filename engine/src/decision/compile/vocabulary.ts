/** The names of DMN 1.1 to 1.5. What the engine does not execute of them is said where it is met. */
const NAMES = new Set(
  [
    'definitions import itemDefinition itemComponent typeRef allowedValues typeConstraint functionItem parameters parameter',
    'drgElement decision inputData businessKnowledgeModel knowledgeSource decisionService variable description extensionElements',
    'extensionAttributes question allowedAnswers informationRequirement knowledgeRequirement authorityRequirement requiredDecision',
    'requiredInput requiredKnowledge requiredAuthority supportedObjective impactedPerformanceIndicator decisionMaker decisionOwner',
    'usingProcess usingTask owner type locationURI encapsulatedLogic formalParameter functionDefinition expression literalExpression text',
    'importedValues importedElement invocation calledFunction binding bindingFormula decisionTable input inputExpression inputValues',
    'output outputValues defaultOutputEntry annotation rule inputEntry outputEntry annotationEntry context contextEntry relation column row',
    'list conditional if then else filter in match for every some return satisfies textAnnotation association sourceRef targetRef group',
    'performanceIndicator organizationUnit organisationalUnit impactingDecision decisionMade decisionOwned outputDecision',
    'encapsulatedDecision inputDecision elementCollection artifact businessContextElement unaryTests',
  ]
    .join(' ')
    .split(' '),
)

/** Whether any version of DMN knows an element of this name, with the prefix `dmn:`. */
export function isDmnName(name: string): boolean {
  return NAMES.has(name.replace(/^dmn:/, ''))
}
