//! What may be done, and which role may do it (the table of domain.md section 7). A handler names
//! the permission in its signature; the matrix of roles and operations is a reviewed file.

use super::actor::Role;

crate::text_enum! {
    pub enum Permission {
        /// Import people, change roles and accounts.
        PeopleManage = "people.manage",
        PeopleRead = "people.read",
        SettingsManage = "access.settings",
        MaterialsRead = "materials.read",
        MaterialsWrite = "materials.write",
        BankRead = "bank.read",
        BankWrite = "bank.write",
        BankReview = "bank.review",
        ExamManage = "exam.manage",
        ExamRead = "exam.read",
        /// State leave for the own department.
        ExamAttend = "exam.attend",
        /// Add words to the seed of a draw.
        ExamWitness = "exam.witness",
        /// Sit exams, see the own results, practise.
        SittingTake = "sitting.take",
        SittingInvigilate = "sitting.invigilate",
        SittingWatch = "sitting.watch",
        GradingRule = "grading.rule",
        GradingRead = "grading.read",
        AnalysisRead = "analysis.read",
        StandingManage = "standing.manage",
        StandingRead = "standing.read",
        /// Every place of every group.
        StandingReadAll = "standing.read_all",
        /// Places of the own department.
        StandingReadDepartment = "standing.read_department",
        AuditRead = "audit.read",
        AuditVerify = "audit.verify",
    }
}

impl Role {
    /// What nobody with this role may do, whatever other roles say: whoever makes an exam or runs the
    /// service can't witness its draw.
    #[must_use]
    pub const fn forbids(self) -> &'static [Permission] {
        match self {
            Self::Manager | Self::Admin => &[Permission::ExamWitness],
            Self::Staff | Self::Trainer | Self::Head | Self::Inspector => &[],
        }
    }
    /// What the role may do, on top of what everyone may.
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Staff => &[P::MaterialsRead, P::SittingTake, P::StandingRead, P::ExamWitness],
            Self::Trainer => &[P::MaterialsWrite, P::BankRead, P::BankWrite, P::BankReview],
            Self::Head => &[P::ExamAttend, P::StandingReadDepartment, P::PeopleRead],
            Self::Manager => &[
                P::PeopleRead,
                P::MaterialsWrite,
                P::BankRead,
                P::BankWrite,
                P::BankReview,
                P::ExamManage,
                P::ExamRead,
                P::ExamAttend,
                P::SittingInvigilate,
                P::SittingWatch,
                P::GradingRule,
                P::GradingRead,
                P::AnalysisRead,
                P::StandingManage,
                P::StandingReadAll,
            ],
            Self::Inspector => &[
                P::PeopleRead,
                P::BankRead,
                P::ExamRead,
                P::SittingWatch,
                P::GradingRead,
                P::AnalysisRead,
                P::StandingReadAll,
                P::AuditRead,
                P::AuditVerify,
            ],
            Self::Admin => &[P::PeopleRead, P::PeopleManage, P::SettingsManage, P::AuditVerify],
        }
    }
}
