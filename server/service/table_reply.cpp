#include "service/table_reply.hpp"

#include "http/problem.hpp"

namespace meguri::service {

TableFormat read_table_format(http::Fields& query) {
    return query.choice_or<TableFormat>(
        "format", TableFormat::csv_utf8,
        {{"csv_utf8", TableFormat::csv_utf8},
         {"csv_shift_jis", TableFormat::csv_shift_jis},
         {"xlsx", TableFormat::xlsx}}
    );
}

http::Async<http::Response> reply_with_table(
    boost::asio::thread_pool& workers, Table table, TableFormat format, std::string name,
    Instant created
) {
    const auto write = [table = std::move(table), format, name = std::move(name), created] {
        return write_table(table, format, name, created);
    };
    auto file = co_await http::on_pool(workers, write);
    if (!file) co_return http::problem(file.error());
    http::Response answer;
    answer.body = std::move(file->bytes);
    answer.content_type = file->content_type;
    answer.headers.emplace_back(
        "Content-Disposition", "attachment; filename=\"" + file->name + "\""
    );
    co_return answer;
}

} // namespace meguri::service
