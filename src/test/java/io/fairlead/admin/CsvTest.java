package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void shouldNameHaproxysColumnsInTheirOrder() {
        assertThat(Csv.header())
                .startsWith("# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,"
                        + "wredis,status,weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,"
                        + "lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,hrsp_1xx,")
                .endsWith(",uweight,agg_server_status,agg_server_check_status,agg_check_status,-,\n");
        assertThat(Csv.header().split(",")).hasSize(103 + 2);
    }

    @Test
    void shouldQuoteWhatWouldReadAsSeveralFields() {
        Row row = new Row(Row.Role.SERVER, "a,b", 1, "say \"no\"", 1);
        assertThat(Csv.line(row)).startsWith("\"a,b\",\"say \"\"no\"\"\",,,");
        assertThat(Csv.line(row).chars().filter(c -> c == ',').count()).isEqualTo(103 + 1 + 1);
    }
}
