// A table as an answer over HTTP.
#pragma once

#include "http/async.hpp"
#include "http/fields.hpp"
#include "http/request.hpp"
#include "service/table_file.hpp"

#include <boost/asio/thread_pool.hpp>

namespace meguri::service {

// The query field `format`: the same three words wherever a table is taken away; UTF-8 without it.
TableFormat read_table_format(http::Fields& query);

// Written on `workers` and sent as an attachment. `name` is without its extension.
http::Async<http::Response> reply_with_table(
    boost::asio::thread_pool& workers, Table table, TableFormat format, std::string name,
    Instant created
);

} // namespace meguri::service
