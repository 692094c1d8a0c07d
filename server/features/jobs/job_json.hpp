// A new job as the contract has it.
#pragma once

#include "features/jobs/jobs_store.hpp"
#include "http/fields.hpp"

namespace meguri::features {

struct JobDraft {
    std::string key, program; // still to be looked up
    JobPlan plan;             // what the person may choose, no more
};

// Slips are noted in `in`. The amount of a filter's rows is in units of the program, from 1; marks
// are 0…52, and all of them must be carried (PRM-a, PRM-j).
JobDraft read_job_draft(http::Fields& in);

} // namespace meguri::features
