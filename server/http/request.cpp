#include "http/request.hpp"

namespace meguri::http {

const access::Caller& Request::caller() const {
    static const access::Caller nobody;
    return session ? session->caller : nobody;
}

} // namespace meguri::http
