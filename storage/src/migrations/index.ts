import type { Migration } from '../migrate.ts'
import { migration as matter } from './202611240430-create-matter.ts'
import { migration as caseFile } from './202611240431-create-case-file.ts'
import { migration as caseParticipant } from './202611240432-create-case-participant.ts'
import { migration as caseEvent } from './202611240433-create-case-event.ts'
import { migration as attachment } from './202611240434-create-attachment.ts'
import { migration as caseMaterial } from './202611240435-create-case-material.ts'
import { migration as issuedDocument } from './202611240436-create-issued-document.ts'
import { migration as idempotencyKey } from './202611240437-create-idempotency-key.ts'
import { migration as numberSequence } from './202611240440-create-number-sequence.ts'
import { migration as tenant } from './202611240500-create-tenant.ts'
import { migration as organ } from './202611240501-create-organ.ts'
import { migration as postKind } from './202611240502-create-organ-post-kind.ts'
import { migration as user } from './202611240503-create-user.ts'
import { migration as userPost } from './202611240504-create-user-post.ts'
import { migration as userSession } from './202611240505-create-user-session.ts'
import { migration as policy } from './202611240506-create-policy.ts'
import { migration as supervisionEntry } from './202611240507-create-supervision-entry.ts'
import { migration as supervisionLog } from './202611240508-create-supervision-log.ts'
import { migration as engineDeployment } from './202611240510-create-engine-deployment.ts'
import { migration as engineProcessDefinition } from './202611240511-create-engine-process-definition.ts'
import { migration as engineProcessInstance } from './202611240512-create-engine-process-instance.ts'
import { migration as engineEvent } from './202611240513-create-engine-event.ts'
import { migration as engineUserTask } from './202611240514-create-engine-user-task.ts'
import { migration as engineExternalTask } from './202611240515-create-engine-external-task.ts'
import { migration as engineSubscription } from './202611240516-create-engine-subscription.ts'
import { migration as engineIncident } from './202611240517-create-engine-incident.ts'
import { migration as refusePreview } from './202611250800-refuse-preview.ts'
import { migration as recreateProcessInstance } from './202611250801-recreate-engine-process-instance.ts'
import { migration as recreateSubscription } from './202611250802-recreate-engine-subscription.ts'
import { migration as engineJob } from './202611250803-create-engine-job.ts'
import { migration as recreateDefinition } from './202611250804-recreate-engine-definition.ts'
import { migration as engineSuspension } from './202611250805-add-engine-suspension.ts'
import { migration as extendUserTask } from './202611250900-extend-user-task.ts'
import { migration as taskComment } from './202611250901-create-task-comment.ts'
import { migration as variable } from './202611250902-create-variable.ts'
import { migration as historyActivity } from './202611250903-create-history-activity.ts'
import { migration as historyTask } from './202611250904-create-history-task.ts'
import { migration as historyIncident } from './202611250905-create-history-incident.ts'
import { migration as historyLogs } from './202611250906-create-history-logs.ts'
import { migration as userOperation } from './202611250907-create-user-operation.ts'
import { migration as endOfProcessInstance } from './202611250908-end-of-process-instance.ts'
import { migration as supervisionDetail } from './202611260100-create-supervision-detail.ts'
import { migration as supervisionLeaf } from './202611260101-create-supervision-leaf.ts'
import { migration as supervisionSubtree } from './202611260102-create-supervision-subtree.ts'
import { migration as supervisionWaiting } from './202611260103-create-supervision-waiting.ts'
import { migration as fillSupervisionLeaf } from './202611260104-fill-supervision-leaf.ts'
import { migration as narrowSupervisionEntry } from './202611260105-narrow-supervision-entry.ts'
import { migration as guardSupervision } from './202611260106-guard-supervision.ts'
import { migration as supervisionDelivery } from './202611260107-create-supervision-delivery.ts'
import { migration as notice } from './202611260120-create-notice.ts'
import { migration as supervisionRule } from './202611260121-create-supervision-rule.ts'
import { migration as supervisionCursor } from './202611260122-create-supervision-cursor.ts'
import { migration as supervisionFold } from './202611260123-create-supervision-fold.ts'
import { migration as supervisionDeadline } from './202611260124-create-supervision-deadline.ts'
import { migration as supervisionCard } from './202611260125-create-supervision-card.ts'
import { migration as supervisionCardLine } from './202611260126-create-supervision-card-line.ts'
import { migration as supervisedCase } from './202611260127-create-supervised-case.ts'
import { migration as supervisedStep } from './202611260128-create-supervised-step.ts'
import { migration as caseSupervised } from './202611260129-add-case-supervised.ts'
import { migration as tenantHost } from './202611260140-create-tenant-host.ts'
import { migration as extendTenant } from './202611260141-extend-tenant.ts'
import { migration as organTimeline } from './202611260142-create-organ-timeline.ts'
import { migration as extendUserPost } from './202611260143-extend-user-post.ts'
import { migration as userPassword } from './202611260160-extend-user-password.ts'
import { migration as passwordHistory } from './202611260161-create-password-history.ts'
import { migration as extendSession } from './202611260162-extend-session.ts'
import { migration as secondFactor } from './202611260163-create-second-factor.ts'
import { migration as loginAttempt } from './202611260164-create-login-attempt.ts'
import { migration as linkedIdentity } from './202611260165-create-linked-identity.ts'
import { migration as apiToken } from './202611260166-create-api-token.ts'
import { migration as caseParty } from './202611260180-create-case-party.ts'
import { migration as delegation } from './202611260181-create-delegation.ts'
import { migration as separationWaiver } from './202611260182-create-separation-waiver.ts'
import { migration as emergencyAccess } from './202611260183-create-emergency-access.ts'
import { migration as policyChange } from './202611260184-create-policy-change.ts'
import { migration as refineSubtree } from './202611261200-refine-supervision-subtree.ts'
import { migration as approvalTables } from './202611261600-create-approval-tables.ts'
import { migration as publication } from './202611261900-create-publication.ts'
import { migration as publicationChange } from './202611261901-create-publication-change.ts'
import { migration as caseArchive } from './202611261902-create-case-archive.ts'
import { migration as licence } from './202611261700-create-licence.ts'
import { migration as licenceEvent } from './202611261701-create-licence-event.ts'
import { migration as fillLicence } from './202611261702-fill-licence.ts'
import { migration as jointChild } from './202611262000-create-joint-child.ts'
import { migration as caseParent } from './202611262001-add-case-parent.ts'
import { migration as caseHearing } from './202611262100-add-case-hearing.ts'
import { migration as rating } from './202611261800-create-rating.ts'
import { migration as ratingFollowUp } from './202611261801-create-rating-follow-up.ts'
import { migration as ratingLine } from './202611261802-create-rating-line.ts'
import { migration as keptSignature } from './202611263300-create-kept-signature.ts'
import { migration as phraseList } from './202611263301-create-phrase-list.ts'
import { migration as draft } from './202611263302-create-draft.ts'
import { migration as lookupFailure } from './202611263303-create-lookup-failure.ts'
import { migration as openCards } from './202611261220-index-open-cards.ts'
import { migration as extendAttachment } from './202611261400-extend-attachment.ts'
import { migration as caseDebt } from './202611261401-create-case-debt.ts'
import { migration as caseCommitment } from './202611261402-create-case-commitment.ts'
import { migration as matterValidity } from './202611261403-add-matter-validity.ts'
import { migration as matterSample } from './202611261404-create-matter-sample.ts'
import { migration as caseCirculation } from './202611261500-create-case-circulation.ts'
import { migration as caseReader } from './202611261501-create-case-reader.ts'
import { migration as caseUrge } from './202611261502-create-case-urge.ts'
import { migration as caseQuestion } from './202611261503-create-case-question.ts'
import { migration as caseQuestionLine } from './202611261504-create-case-question-line.ts'
import { migration as issuedNumber } from './202611261300-create-issued-number.ts'
import { migration as numberScheme } from './202611261301-create-number-scheme.ts'
import { migration as fillIssuedNumber } from './202611261302-fill-issued-number.ts'
import { migration as workCalendar } from './202611261230-create-work-calendar.ts'
import { migration as caseSuspension } from './202611261231-create-case-suspension.ts'
import { migration as caseExtension } from './202611261232-create-case-extension.ts'
import { migration as calendarAlarm } from './202611261234-create-work-calendar-alarm.ts'
import { migration as caseClock } from './202611261233-add-case-clock.ts'
import { migration as registersIndex } from './202611262200-index-registers-and-recounts.ts'
import { migration as dictionary } from './202611270100-create-dictionary.ts'
import { migration as delivery } from './202611270360-create-delivery.ts'
import { migration as noticeSetting } from './202611270361-create-notice-setting.ts'
import { migration as webHook } from './202611270362-create-web-hook.ts'
import { migration as noticeKind } from './202611270363-add-notice-kind.ts'
import { migration as report } from './202611270364-create-report.ts'
import { migration as reportRun } from './202611270365-create-report-run.ts'
import { migration as project } from './202611270460-create-project.ts'
import { migration as projectStage } from './202611270461-create-project-stage.ts'
import { migration as projectAmount } from './202611270462-create-project-amount.ts'
import { migration as projectContract } from './202611270463-create-project-contract.ts'
import { migration as projectMilestone } from './202611270464-create-project-milestone.ts'
import { migration as projectPayment } from './202611270465-create-project-payment.ts'
import { migration as projectCase } from './202611270466-create-project-case.ts'
import { migration as projectExpert } from './202611270467-create-project-expert.ts'
import { migration as botMonth } from './202611270468-create-bot-month.ts'
import { migration as botScore } from './202611270469-create-bot-score.ts'
import { migration as fundGrant } from './202611270470-create-fund-grant.ts'
import { migration as fundYear } from './202611270471-create-fund-year.ts'
import { migration as projectAward } from './202611270472-create-project-award.ts'
import { migration as projectPart } from './202611270473-create-project-part.ts'
import { migration as projectWait } from './202611270474-create-project-wait.ts'
import { migration as botMonthInterest } from './202611270475-add-bot-month-interest.ts'
import { migration as botReminder } from './202611270476-create-bot-reminder.ts'
import { migration as studio } from './202611263500-create-studio.ts'
import { migration as oneTimeToken } from './202611270300-create-one-time-token.ts'
import { migration as phoneUploadFile } from './202611270301-create-phone-upload-file.ts'
import { migration as consultation } from './202611270302-create-consultation.ts'
import { migration as serviceHall } from './202611270320-create-service-hall.ts'
import { migration as queueDevice } from './202611270321-create-queue-device.ts'
import { migration as queueWindow } from './202611270322-create-queue-window.ts'
import { migration as queueTicket } from './202611270323-create-queue-ticket.ts'
import { migration as registeredApplicant } from './202611270324-create-registered-applicant.ts'
import { migration as assistedCase } from './202611270325-create-assisted-case.ts'
import { migration as indexApplicants } from './202611270326-index-applicants.ts'
import { migration as assessmentDuty } from './202611270400-create-assessment-duty.ts'
import { migration as assessmentFrame } from './202611270401-create-assessment-frame.ts'
import { migration as assessmentIndicator } from './202611270402-create-assessment-indicator.ts'
import { migration as assessmentTarget } from './202611270403-create-assessment-target.ts'
import { migration as assessmentPart } from './202611270404-create-assessment-part.ts'
import { migration as assessmentReport } from './202611270405-create-assessment-report.ts'
import { migration as assessmentAdjustment } from './202611270406-create-assessment-adjustment.ts'
import { migration as assessmentFinding } from './202611270407-create-assessment-finding.ts'
import { migration as assessmentValue } from './202611270408-create-assessment-value.ts'
import { migration as assessmentMark } from './202611270409-create-assessment-mark.ts'
import { migration as assessmentUnit } from './202611270410-create-assessment-unit.ts'
import { migration as assessmentVersion } from './202611270411-create-assessment-version.ts'
import { migration as assessmentSnapshot } from './202611270412-create-assessment-snapshot.ts'
import { migration as assessmentUse } from './202611270413-create-assessment-use.ts'
import { migration as linkageCategory } from './202611270430-create-linkage-category.ts'
import { migration as linkageIncident } from './202611270431-create-linkage-incident.ts'
import { migration as linkageTarget } from './202611270432-create-linkage-target.ts'
import { migration as linkageDeed } from './202611270433-create-linkage-deed.ts'
import { migration as linkagePrecedent } from './202611270434-create-linkage-precedent.ts'
import { migration as linkageHotline } from './202611270435-create-linkage-hotline.ts'
import { migration as linkagePhoto } from './202611270436-create-linkage-photo.ts'
import { migration as caseEscalation } from './202611270437-create-case-escalation.ts'
import { migration as caseApplicant } from './202611270340-add-case-applicant.ts'
import { migration as inboxViewList } from './202611270341-create-inbox-view-list.ts'
import { migration as deskFigures } from './202611270342-index-desk-figures.ts'

/** Every migration by name, in the order of the names. */
export const migrations: Record<string, Migration> = {
  '202611240430-create-matter': matter,
  '202611240431-create-case-file': caseFile,
  '202611240432-create-case-participant': caseParticipant,
  '202611240433-create-case-event': caseEvent,
  '202611240434-create-attachment': attachment,
  '202611240435-create-case-material': caseMaterial,
  '202611240436-create-issued-document': issuedDocument,
  '202611240437-create-idempotency-key': idempotencyKey,
  '202611240440-create-number-sequence': numberSequence,
  '202611240500-create-tenant': tenant,
  '202611240501-create-organ': organ,
  '202611240502-create-organ-post-kind': postKind,
  '202611240503-create-user': user,
  '202611240504-create-user-post': userPost,
  '202611240505-create-user-session': userSession,
  '202611240506-create-policy': policy,
  '202611240507-create-supervision-entry': supervisionEntry,
  '202611240508-create-supervision-log': supervisionLog,
  '202611240510-create-engine-deployment': engineDeployment,
  '202611240511-create-engine-process-definition': engineProcessDefinition,
  '202611240512-create-engine-process-instance': engineProcessInstance,
  '202611240513-create-engine-event': engineEvent,
  '202611240514-create-engine-user-task': engineUserTask,
  '202611240515-create-engine-external-task': engineExternalTask,
  '202611240516-create-engine-subscription': engineSubscription,
  '202611240517-create-engine-incident': engineIncident,
  '202611250800-refuse-preview': refusePreview,
  '202611250801-recreate-engine-process-instance': recreateProcessInstance,
  '202611250802-recreate-engine-subscription': recreateSubscription,
  '202611250803-create-engine-job': engineJob,
  '202611250804-recreate-engine-definition': recreateDefinition,
  '202611250805-add-engine-suspension': engineSuspension,
  '202611250900-extend-user-task': extendUserTask,
  '202611250901-create-task-comment': taskComment,
  '202611250902-create-variable': variable,
  '202611250903-create-history-activity': historyActivity,
  '202611250904-create-history-task': historyTask,
  '202611250905-create-history-incident': historyIncident,
  '202611250906-create-history-logs': historyLogs,
  '202611250907-create-user-operation': userOperation,
  '202611250908-end-of-process-instance': endOfProcessInstance,
  '202611260100-create-supervision-detail': supervisionDetail,
  '202611260101-create-supervision-leaf': supervisionLeaf,
  '202611260102-create-supervision-subtree': supervisionSubtree,
  '202611260103-create-supervision-waiting': supervisionWaiting,
  '202611260104-fill-supervision-leaf': fillSupervisionLeaf,
  '202611260105-narrow-supervision-entry': narrowSupervisionEntry,
  '202611260106-guard-supervision': guardSupervision,
  '202611260107-create-supervision-delivery': supervisionDelivery,
  '202611260120-create-notice': notice,
  '202611260121-create-supervision-rule': supervisionRule,
  '202611260122-create-supervision-cursor': supervisionCursor,
  '202611260123-create-supervision-fold': supervisionFold,
  '202611260124-create-supervision-deadline': supervisionDeadline,
  '202611260125-create-supervision-card': supervisionCard,
  '202611260126-create-supervision-card-line': supervisionCardLine,
  '202611260127-create-supervised-case': supervisedCase,
  '202611260128-create-supervised-step': supervisedStep,
  '202611260129-add-case-supervised': caseSupervised,
  '202611260140-create-tenant-host': tenantHost,
  '202611260141-extend-tenant': extendTenant,
  '202611260142-create-organ-timeline': organTimeline,
  '202611260143-extend-user-post': extendUserPost,
  '202611260160-extend-user-password': userPassword,
  '202611260161-create-password-history': passwordHistory,
  '202611260162-extend-session': extendSession,
  '202611260163-create-second-factor': secondFactor,
  '202611260164-create-login-attempt': loginAttempt,
  '202611260165-create-linked-identity': linkedIdentity,
  '202611260166-create-api-token': apiToken,
  '202611260180-create-case-party': caseParty,
  '202611260181-create-delegation': delegation,
  '202611260182-create-separation-waiver': separationWaiver,
  '202611260183-create-emergency-access': emergencyAccess,
  '202611260184-create-policy-change': policyChange,
  '202611261200-refine-supervision-subtree': refineSubtree,
  '202611261220-index-open-cards': openCards,
  '202611261400-extend-attachment': extendAttachment,
  '202611261401-create-case-debt': caseDebt,
  '202611261402-create-case-commitment': caseCommitment,
  '202611261403-add-matter-validity': matterValidity,
  '202611261404-create-matter-sample': matterSample,
  '202611261500-create-case-circulation': caseCirculation,
  '202611261501-create-case-reader': caseReader,
  '202611261502-create-case-urge': caseUrge,
  '202611261503-create-case-question': caseQuestion,
  '202611261504-create-case-question-line': caseQuestionLine,
  '202611261300-create-issued-number': issuedNumber,
  '202611261301-create-number-scheme': numberScheme,
  '202611261302-fill-issued-number': fillIssuedNumber,
  '202611261230-create-work-calendar': workCalendar,
  '202611261231-create-case-suspension': caseSuspension,
  '202611261232-create-case-extension': caseExtension,
  '202611261233-add-case-clock': caseClock,
  '202611261234-create-work-calendar-alarm': calendarAlarm,
  '202611261600-create-approval-tables': approvalTables,
  '202611261900-create-publication': publication,
  '202611261901-create-publication-change': publicationChange,
  '202611261902-create-case-archive': caseArchive,
  '202611261700-create-licence': licence,
  '202611261701-create-licence-event': licenceEvent,
  '202611261702-fill-licence': fillLicence,
  '202611262000-create-joint-child': jointChild,
  '202611262001-add-case-parent': caseParent,
  '202611262100-add-case-hearing': caseHearing,
  '202611262200-index-registers-and-recounts': registersIndex,
  '202611261800-create-rating': rating,
  '202611261801-create-rating-follow-up': ratingFollowUp,
  '202611261802-create-rating-line': ratingLine,
  '202611263300-create-kept-signature': keptSignature,
  '202611263301-create-phrase-list': phraseList,
  '202611263302-create-draft': draft,
  '202611263303-create-lookup-failure': lookupFailure,
  '202611263500-create-studio': studio,
  '202611270100-create-dictionary': dictionary,
  '202611270300-create-one-time-token': oneTimeToken,
  '202611270301-create-phone-upload-file': phoneUploadFile,
  '202611270302-create-consultation': consultation,
  '202611270320-create-service-hall': serviceHall,
  '202611270321-create-queue-device': queueDevice,
  '202611270322-create-queue-window': queueWindow,
  '202611270323-create-queue-ticket': queueTicket,
  '202611270324-create-registered-applicant': registeredApplicant,
  '202611270325-create-assisted-case': assistedCase,
  '202611270326-index-applicants': indexApplicants,
  '202611270360-create-delivery': delivery,
  '202611270361-create-notice-setting': noticeSetting,
  '202611270362-create-web-hook': webHook,
  '202611270363-add-notice-kind': noticeKind,
  '202611270364-create-report': report,
  '202611270365-create-report-run': reportRun,
  '202611270400-create-assessment-duty': assessmentDuty,
  '202611270401-create-assessment-frame': assessmentFrame,
  '202611270402-create-assessment-indicator': assessmentIndicator,
  '202611270403-create-assessment-target': assessmentTarget,
  '202611270404-create-assessment-part': assessmentPart,
  '202611270405-create-assessment-report': assessmentReport,
  '202611270406-create-assessment-adjustment': assessmentAdjustment,
  '202611270407-create-assessment-finding': assessmentFinding,
  '202611270408-create-assessment-value': assessmentValue,
  '202611270409-create-assessment-mark': assessmentMark,
  '202611270410-create-assessment-unit': assessmentUnit,
  '202611270411-create-assessment-version': assessmentVersion,
  '202611270412-create-assessment-snapshot': assessmentSnapshot,
  '202611270413-create-assessment-use': assessmentUse,
  '202611270430-create-linkage-category': linkageCategory,
  '202611270431-create-linkage-incident': linkageIncident,
  '202611270432-create-linkage-target': linkageTarget,
  '202611270433-create-linkage-deed': linkageDeed,
  '202611270434-create-linkage-precedent': linkagePrecedent,
  '202611270435-create-linkage-hotline': linkageHotline,
  '202611270436-create-linkage-photo': linkagePhoto,
  '202611270437-create-case-escalation': caseEscalation,
  '202611270340-add-case-applicant': caseApplicant,
  '202611270341-create-inbox-view-list': inboxViewList,
  '202611270342-index-desk-figures': deskFigures,
  '202611270460-create-project': project,
  '202611270461-create-project-stage': projectStage,
  '202611270462-create-project-amount': projectAmount,
  '202611270463-create-project-contract': projectContract,
  '202611270464-create-project-milestone': projectMilestone,
  '202611270465-create-project-payment': projectPayment,
  '202611270466-create-project-case': projectCase,
  '202611270467-create-project-expert': projectExpert,
  '202611270468-create-bot-month': botMonth,
  '202611270469-create-bot-score': botScore,
  '202611270470-create-fund-grant': fundGrant,
  '202611270471-create-fund-year': fundYear,
  '202611270472-create-project-award': projectAward,
  '202611270473-create-project-part': projectPart,
  '202611270474-create-project-wait': projectWait,
  '202611270475-add-bot-month-interest': botMonthInterest,
  '202611270476-create-bot-reminder': botReminder,
}
